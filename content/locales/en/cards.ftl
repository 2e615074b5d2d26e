# WELCOME. { $rescue } 112, { $police } 102, { $ambulance } 103: numbers come from the hotline file.
welcome-hello = Hello, I am a helper bot, not a person. No name is needed. Ask, read, and leave when you like.
welcome-emergency = In danger now: rescue { $rescue } · police { $police } · ambulance { $ambulance }
welcome-erase = ✖ erases this card. Until then, people logged in to your Telegram elsewhere can see it.
welcome-erase-short = ✖ erases this card.
welcome-hides = Left alone, the card hides after a few minutes. Later it is erased.

# LANGUAGE
language-choose = Choose a language.

# DANGER
danger-call = If it is dangerous now, call rescue, { $rescue }, or the police, { $police }. Ambulance: { $ambulance }.
danger-place = Go where other people are, if you can. A neighbour or a shop is enough.

# I CANNOT SPEAK
cannot-speak-body = You can ask for help without speaking. Services you can write to come first.
cannot-speak-open-line = You can call { $rescue } or { $police } and stay silent. If you do not hang up, the operator may hear what happens. Ambulance: { $ambulance }.

# LEAVE SAFELY
leave-safely-body = Go when the other person is out or busy. Keep away from the kitchen and from rooms with no way out. Tell one person you trust.
leave-safely-take = Take your papers, phone, charger, money, keys and medicine. If there is no time, go without them.

# THOUGHTS OF DYING
self-harm-thanks = Thank you for writing this. You do not have to carry it alone.
self-harm-now = If you have taken something dangerous or hurt yourself, call now. Ambulance { $ambulance } · rescue { $rescue } · police { $police }
self-harm-lines = To talk: { $contact } and { $trust }. You can just listen, or say one word.
self-harm-stay = If you can, stay near another person for the next hour.

# HOTLINES
hotlines-head = Numbers and services, page { $page } of { $pages }. A call may stay in the call list or on the bill.
hotlines-none-in-region = I found no checked service in this region: { $region }. The lines below work in the whole country.

# KIND: what is happening. The word for it is never used.
kind-question = What is happening? Choose what comes closest. You can add more later.
kind-several = Marked ones are chosen. Tap another to add it.

# HELP
help-thanks = Thank you for writing. It is not your fault.
help-thanks-other = Thank you for standing by this person.
help-emergency = In danger now: rescue { $rescue } · police { $police } · ambulance { $ambulance }
help-steps = What you can do:

# WHO, REGION
who-question = Who needs help? This only changes which numbers come first.
region-question = Which region? This only adds services nearby.

# SAFETY
safety-devices = Open Settings, Devices. If you end a strange device’s session, its user may notice. End it only if that is safe.
safety-previews = Open Settings, Notifications, and turn message preview off. Then the screen shows no text.
safety-delete = To remove this chat, hold it in the list and choose Delete. If someone often checks your phone, missing chats may look strange.
safety-contacts = Telegram search lists those you write to often. Hold the name of this bot there to take it off.
safety-spyware = If someone seems to know everything, the phone may be watched. Use another phone.
safety-limits = Telegram keeps bot chats on its servers. I cannot delete other copies, screenshots or call lists.

# ABOUT
about-what = I am a bot. I show numbers that fit. I can also pass on your request for a counsellor to call.
about-how = Tap the buttons, or type in your own words. No counsellor sees anything until you tap send.
about-typed = I delete what you type once I have answered it.
about-files = I delete photos and voice notes and do not open them. View-once files never reach me.
about-code = If you have a code, it shows how your request stands. With it you can also cancel the request.
about-numbers = Numbers: rescue { $rescue } · police { $police } · ambulance { $ambulance }. To talk: { $contact } · { $trust }

# PRIVACY
privacy-telegram = This chat runs through Telegram. Telegram can see it: it is not sealed from end to end.
privacy-open-card = While a card is open, I keep your place in it, locked. It goes with the card, within 48 hours at the latest.
privacy-nothing-else = I keep no Telegram name, no user name and no chat history. The bot reads what you type on our own computer, nowhere else.
privacy-request = A request is locked, and counsellors have the keys. If nobody takes it, it is emptied after { $unclaimed ->
    [one] { $unclaimed } day
   *[other] { $unclaimed } days
}. If a counsellor takes it, it is emptied { $claimed ->
    [one] { $claimed } day
   *[other] { $claimed } days
} later.
privacy-copies = A sent request can be cancelled with its code or hidden card. When it is cancelled or closed, its text is erased at once. Locked spare copies become unreadable within the same days.
privacy-receipt = The code and the hidden card work for { $receipts ->
    [one] { $receipts } day
   *[other] { $receipts } days
} after sending. Later they find nothing.
privacy-rights = You can leave at any time with ✖. /forget erases the open card and unsent answers.

# /forget
forgotten-what = I have erased your unsent answers. I am erasing my other cards in this chat.
forgotten-sent = A request that was sent stays, and so does a hidden card. To cancel the request, use its code or that card.
forgotten-limits = I cannot erase other devices, screenshots, call lists or a phone bill.

# COVER
cover-body = Tap ▶ to go on.
