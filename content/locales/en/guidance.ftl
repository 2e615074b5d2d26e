# GUIDANCE: steps, topics, facts. Numbers, sources and dates come from data files.

# Around the steps
guidance-source = Source: { $text }, { $date }
guidance-not-legal-advice = This is general information. A lawyer can tell what fits your case.
guidance-page = { $page } / { $pages }

# Headings of the topics
topic-guidance = What you can do
topic-medical = Seeing a doctor
topic-safety_plan = A safety plan
topic-evidence = Noting what happened
topic-protective_order = So that this person stays away
topic-images = Private pictures online
topic-minor = For those under 18
topic-third_party = Helping someone else
topic-self_harm = When it is very hard
topic-own_behaviour = How to stop yourself
topic-facts = Facts and figures

# Buttons to the topics
button-topic-medical = See a doctor
button-topic-safety_plan = Make a safety plan
button-topic-evidence = Note what happened
button-topic-protective_order = Make someone stay away
button-topic-images = Pictures online
button-topic-minor = Under 18
button-topic-third_party = Help someone else
button-topic-self_harm = When it is very hard
button-topic-own_behaviour = I want to stop
button-topic-facts = Facts and figures

# Steps: none
step-none-today = • You do not need a word for it. Call { $contact } or { $trust } and say what happened today.
step-none-one-person = • Tell one person you trust. You decide what happens next.
step-none-enough = • Fear at home is enough to ask for help. You do not have to prove it.
step-none-own-pace = • Say as much or as little as you like. You can stop at any time.
step-none-body = • Poor sleep, fear and low mood are common at such times. With support it can get easier.
step-none-breathe = • If fear takes over, put both feet on the floor. Breathe out slowly, a few times.

# Steps: physical
step-physical-doctor = • See a doctor after a blow, even if nothing shows: { $ambulance }. If someone pressed your neck, see a doctor today.
step-physical-record = • Ask the doctor to write down each injury. Keep photos where only you can open them.
step-physical-way-out = • When it gets tense, stay close to a door. Keep out of the kitchen.
step-physical-neighbour = • Agree on a sign with a neighbour. When they notice it, they call { $police }.
step-physical-neck-signs = • After neck pressure, watch for a hoarse voice or hard breathing. Then call { $ambulance } at once.
step-physical-place = • Ask { $contact } about a place to stay. Some crisis centres take children too.
step-physical-advice = • Some crisis centres also help people who stay at home. Ask { $contact } where.

# Steps: sexual
step-sexual-doctor = • See a doctor today if you can. Some medicine only works in the first 72 hours.
step-sexual-company = • You may bring someone you trust. Having washed is no reason not to go.
step-sexual-five-days = • A doctor can help to prevent pregnancy within 5 days. The sooner, the better.
step-sexual-not-fault = • It is not your fault, whoever did it. You may say no in marriage too.
step-sexual-own-words = • Tell the doctor only what you want to tell. You can refuse any part of the check.
step-sexual-clothes = • If you can, leave those clothes unwashed for now. If you washed them, that is all right.
step-sexual-later = • A doctor can help later too. It is never too late to speak.
step-sexual-lawyer = • The state may pay for your lawyer. Ask { $contact } how.
step-sexual-no-report = • A doctor should help you without a report to the police.

# Steps: psychological
step-psychological-notes = • Write down what was said and when. Keep it away from the shared phone.
step-psychological-threat = • A threat to kill is a reason to call { $police }. You can talk to { $contact } day and night.
step-psychological-real = • Insults, threats and control do harm without blows too. You are not making it up.
step-psychological-one-person = • Tell one person you trust what happens at home. Being heard is help too.
step-psychological-ties = • Stay in touch with family and friends, even a little. It is harder alone.
step-psychological-strength = • Hold on to what gives you strength: sleep, food, a walk. It is not selfish.

# Steps: economic
step-economic-papers = • Keep copies of your papers with someone you trust. You can get new papers if the old ones are gone.
step-economic-lawyer = • Ask { $contact } about a free lawyer. Ask also about money help for you and the children.
step-economic-account = • If it is safe, open an account only you can see. Tell nobody the password.
step-economic-savings = • Put a little money aside with someone you trust. Even small sums help.
step-economic-know = • Find out where papers and bank letters lie. Take photos of them if that is safe.
step-economic-loan = • Do not sign a loan you do not want. If you have signed, ask a lawyer.
step-economic-work = • Crisis centres also help with work and papers. Ask { $contact } where.

# Steps: digital
step-digital-stop = • Do not pay and do not send more. Take screenshots with name, address and date.
step-digital-passwords = • Change passwords from a phone the other person has never held.
step-digital-account = • Do not delete the account or the chat. They may help you later.
step-digital-report = • First take screenshots and report it in the app. Then block the account.
step-digital-second-check = • Turn on a second code at sign-in. See which devices are signed in.
step-digital-quiet = • The other person may notice sudden changes. First think what they might do.
step-digital-not-alone = • Tell someone you trust. It is not your fault, whatever you wrote.
step-digital-complaint = • For a child, an adult can write to the ministry. It should look into it within days.

# Steps: stalking
step-stalking-no-once = • Say no once, then do not answer. Note the date, the place and the number.
step-stalking-near = • When this person is near you, call { $police }. Tell people at work or school.
step-stalking-routes = • Change your routes and times if you can. Go with someone more often.
step-stalking-phone = • Have a charged phone with you. Put { $police } where you find it fast.
step-stalking-location = • Check in your phone who can see where you are. Look through bags and the car.
step-stalking-log = • Do not delete messages or missed calls. Together they show what goes on.
step-stalking-crime = • Following you against your will is a crime. You can report it.

# Steps: bullying
step-bullying-adult = • It is not your fault. Tell an adult you trust, or { $contact }.
step-bullying-save = • Save the messages. Do not hit back and do not answer in the chat.
step-bullying-near = • Stay near adults or friends at breaks. It mostly happens when no adult looks.
step-bullying-walk-away = • You may just turn and walk away. That is not weak.
step-bullying-another-adult = • If one adult does not help, tell another. Asking for help is not telling tales.
step-bullying-write = • Many schools show a code for writing to { $contact }. No name is needed.
step-bullying-block = • Report it in the app and block the writer. In the settings you choose who sees you.
step-bullying-school = • A school has rules for this and must act. An adult can write to the head.

# Steps: forced_marriage
step-forced_marriage-consent = • Only you can agree to marry. If you are kept there now, call { $police }.
step-forced_marriage-phone = • Keep a phone with you. Let one person you trust know where you are.
step-forced_marriage-outside = • Tell someone outside the family: a teacher, a doctor, a workmate. Ask them not to tell the family.
step-forced_marriage-not-yes = • A scarf put on your head is not a yes. Nor are the words “everyone does it”.
step-forced_marriage-word = • Agree on a word with someone you trust. When they hear it, they call { $police }.
step-forced_marriage-papers = • Leave your papers, or photos of them, with someone you trust.
step-forced_marriage-after = • You can leave after the wedding too. Ask { $contact } where to stay.
step-forced_marriage-abroad = • Abroad, turn to the embassy of Kazakhstan. Let someone at home know your address.
step-forced_marriage-crime = • Forcing a person to marry is a grave crime. Letting you go does not end the case.

# Steps: trafficking
step-trafficking-call = • Help does not depend on citizenship or papers. Call { $police } or { $contact }.
step-trafficking-services = • When you call, ask for “special social services”. That is how to ask for a shelter.
step-trafficking-signs = • Taken papers or unpaid wages are signs of forced work. So is a debt that grows.
step-trafficking-not-fault = • You were lied to, and that is not your fault. Many first agreed to the job.
step-trafficking-word = • Let one person outside know where you are. Agree on a word for danger.
step-trafficking-passport = • Leave a photo of your passport with someone you trust. Do not hand over the passport.
step-trafficking-abroad = • Abroad, go to an embassy or consulate of Kazakhstan.
step-trafficking-lawyer = • The state may pay for your lawyer. Ask { $contact } how.
step-trafficking-forced = • You should not be punished for forced acts. Ask a lawyer about it.

# Steps: minor
step-minor-adult = • It is not your fault. Tell an adult you trust: a teacher, a relative, a doctor.
step-minor-call = • You can call { $contact } yourself, day and night. In danger now, call { $police }.
step-minor-another = • If that adult does not help, tell another. You choose who.
step-minor-between = • If adults fight, do not step in between. Go to a neighbour or a safe room.
step-minor-secret = • You need not keep a secret that hurts. Even if told to be silent, you may speak.
step-minor-body = • Your body is yours. Nobody may touch it if you do not want that.
step-minor-protect = • A helper may have to tell those who protect children. You can ask about that first.

# Steps: third_party
step-third_party-listen = • Listen and believe. Say that it is not their fault.
step-third_party-danger = • If it is dangerous now, call { $police }. Do not step in between.
step-third_party-decides = • Let them decide. Do not push them to leave or to report.
step-third_party-no-talk = • Do not speak to the person doing this. It may get worse.
step-third_party-contact = • Ask how and when it is safe to write or call. Their phone may be watched.
step-third_party-offer = • Offer something real: a place for a bag, a lift, childcare.
step-third_party-child = • Anyone may call { $contact } or { $police } about a child. A neighbour, a teacher, a relative.

# Steps: self_harm
step-self_harm-near = • Ask someone to stay with you now. Or go where there are people.
step-self_harm-wave = • Such thoughts come and go, like a wave. You only need to get through this hour.
step-self_harm-say = • Tell someone plainly that you think of dying. Saying it does not make it worse.
step-self_harm-pain = • Behind such thoughts there is often pain. Pain can be eased.
step-self_harm-call = • Call { $contact } or { $trust }. You may be silent, or cry.
step-self_harm-breathe = • Sit down and breathe out slowly. Do it ten times.

# Steps: own_behaviour
step-own_behaviour-leave = • Leave the room before you raise your hand. Come back only when you are calm.
step-own_behaviour-hurt = • If somebody is hurt now, call { $ambulance }. If it is still dangerous, call { $police }.
step-own_behaviour-talk = • You can talk about it with { $contact } or { $trust }. Call today.
step-own_behaviour-can-stop = • It can stop. What you do next is up to you alone.
step-own_behaviour-contact = • The other person decides about contact. Do not search, call or wait near the house.
step-own_behaviour-alcohol = • Do not drink when you are angry. Drink is no excuse, and it adds danger.
step-own_behaviour-signs = • Notice first signs: loud voice, fast heart, tight jaw. Step away then.

# Steps: medical
step-medical-72-hours = • Try to see a doctor within 72 hours. Some medicine only works in that time.
step-medical-5-days = • Pregnancy can be prevented within 5 days. The sooner you go, the better.
step-medical-no-proof = • You do not have to prove a thing first. It is enough to say: I was hurt.
step-medical-washing = • You can go even if you have washed or changed clothes.
step-medical-company = • Someone you trust may come with you. You may ask for a woman doctor.
step-medical-neck = • Pressure on the neck can harm later, even with no marks. See a doctor today: { $ambulance }.

# Steps: safety_plan
step-safety_plan-place = • Think of two places to go at any hour. Think how you would get there.
step-safety_plan-bag = • Pack a small bag: papers, money, keys, medicine, charger. Leave it with someone you trust.
step-safety_plan-signal = • Agree on a word or a sign with a neighbour. Then they call { $police }.
step-safety_plan-exit = • Know which door you would take. When it gets tense, stay out of kitchen and bathroom.
step-safety_plan-children = • Teach the children where to run and whom to call. They should not step in between.
step-safety_plan-numbers = • Learn two numbers by heart: { $police } and a friend’s. A phone can be taken away.
step-safety_plan-quiet = • Do not write the plan on a shared phone. The person doing this should not know it.
step-safety_plan-leaving = • Leaving can be the most dangerous time. If you can, plan it with { $contact }.

# Steps: evidence
step-evidence-notes = • Write down the date, the place, what was said and done. Do it the same day.
step-evidence-where = • Keep it where only you can open it. A shared phone is not safe.
step-evidence-doctor = • Ask the doctor to write down each injury and its cause.
step-evidence-screens = • Take screenshots with name, number and date. Do not delete the messages.
step-evidence-later = • You can do this without going to the police. You decide later.
step-evidence-safety-first = • If it is not safe, do not gather a thing. Your safety comes first.

# Steps: protective_order
step-protective_order-ask = • Ask { $contact } or a lawyer about a protective order. It can forbid this person to come near.
step-protective_order-comes = • If this person comes near all the same, call { $police }.
step-protective_order-what = • Under it, this person may not seek you, visit or call. The police issue it.
step-protective_order-term = • The order lasts 30 days. Ask the police if it can be made longer.
step-protective_order-breach = • Breaking the order is punished. Call { $police } when it happens.
step-protective_order-court = • A court can ask for more. For one, that this person lives elsewhere.

# Steps: images
step-images-stop = • Do not pay and do not send more pictures. Paying often does not stop it.
step-images-account = • Do not delete the account or the chat. They may help you later.
step-images-under-18 = • Under 18, this free service may help stop the sharing: { $site }
step-images-no-copies = • Do not copy the picture or pass it on. Not even as proof.
step-images-adult = • For adults, this free service may help stop the sharing: { $site }
step-images-earlier = • If the picture is from before you were 18, try: { $site }
step-images-device = • The picture stays on your device. The service gets only a code made from it.
step-images-not-fault = • It is not your fault. Tell one person you trust.

# Steps: everyone
step-everyone-not-fault = • It is not your fault. You decide the next step.
step-everyone-111 = • { $contact } answers day and night, free of charge. It works with the police.
step-everyone-family-centre = • At a family support centre, advice and a lawyer are free. Ask { $contact } where it is.
step-everyone-safe-phone = • Do not keep notes on a phone others can open.
step-everyone-app = • You can write to the police in an app. It shows your name.
step-everyone-register = • The police must log a spoken report too, and come.
step-everyone-ombudsman = • If police or a court fail you, write to the ombudsman. The reply takes up to 15 working days.

# Facts: { $a } to { $d } are the figures of content/facts.toml
fact-source = { $text }, { $year }
fact-world-one-in-three = About { $a } million women were hurt by a partner or someone else. That is almost one in { $b }.
fact-world-past-year = In one year a partner hurt { $a } million women. That is { $b } % of those aged { $c } or more.
fact-world-teen-girls = In one year { $a } % of girls were hurt by a partner. They were { $b } to { $c } years old.
fact-world-non-partner = { $a } million women were hurt sexually by someone else than a partner. Many stay silent, so the true number is higher.
fact-kz-partner-violence = In Kazakhstan a partner has hurt { $a } % of women. They were { $b } to { $c } years old. Insults or threats reached { $d } %.
fact-kz-reports-2024 = In one year the police logged about { $a } reports from homes. They gave { $b } protective orders.
fact-kz-attitudes = Once { $a } % of women said a husband may hit his wife. Now only { $b } % say so. Views are changing.
fact-kz-child-discipline = Fewer children are raised with blows and shouting. It fell from { $a } % to { $b } %.
fact-kz-bullying = At ages { $c } to { $d }, over { $a } % are bullied at times. For about { $b } % it is two or three times a month.
fact-kz-cyberbullying = In Kazakhstan { $a } % of teenagers have been bullied online. That is about one in { $b }.
fact-kz-111-children = In ten months { $contact } had { $a } messages and calls from children. Of these, { $b } were written. Writing is fine.
fact-kz-centres = There are { $a } crisis centres in Kazakhstan. In { $b } of them women and children can stay.
fact-kz-trafficking = In one year { $a } trafficked people got help. They were { $b } men, { $c } women and { $d } children. Citizenship does not matter.
fact-kz-bride = Taking someone away to marry is a grave crime. So is forcing a marriage: up to { $a } years. Letting go does not end the case.
fact-kz-stalking = To follow, watch, call or write against your will is a crime. It can mean arrest of up to { $a } days.
