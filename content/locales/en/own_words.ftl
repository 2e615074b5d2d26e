# OWN WORDS and the path of the one who hurts.
own-words-question = I read it this way. Is that right?

# What was heard, as behaviours. The text itself is never repeated.
heard-physical = • someone hits, pushes, chokes or locks in
heard-sexual = • unwanted touch or intimate acts
heard-psychological = • insults, threats or control
heard-economic = • money, food, papers or work are taken away
heard-digital = • threats, photos or accounts online
heard-stalking = • someone follows, watches or calls again and again
heard-bullying = • classmates or peers hurt or mock
heard-forced_marriage = • taken away to marry, or pressed to marry
heard-trafficking = • made to work, beg or give intimate services
heard-minor = • it is about someone under 18
heard-third_party = • you write for somebody else
heard-own_behaviour = • you hurt somebody and want to stop

own-behaviour-thanks = Thank you for saying this. It can stop, and you can ask for help with it.
own-behaviour-now = If somebody is hurt or in danger now, call. Ambulance { $ambulance } · police { $police } · rescue { $rescue }
own-behaviour-lines = You can talk to { $contact } or { $trust }. No name is needed.
