# When somebody is there, from the duty hours in the roster.
duty-now = A counsellor is on duty now, until { $until }.
duty-later = No counsellor is on duty now. The next duty starts on { $from }.
duty-always = Counsellors are on duty day and night.
duty-unknown = I do not know when a counsellor will be there.
duty-call-first = If you need to talk sooner, call { $contact } or { $trust }.

# CONSENT. { $unclaimed } and { $claimed } are counts of days.
consent-readers = Only counsellors on a checked list can read it. There is also a spare key to it. It is kept offline, for emergencies.
consent-telegram = Telegram carries what you type here. I delete it from the chat at once.
consent-kept = If nobody takes it, it is emptied after { $unclaimed ->
    [one] { $unclaimed } day
   *[other] { $unclaimed } days
}. If a counsellor takes it, it is emptied { $claimed ->
    [one] { $claimed } day
   *[other] { $claimed } days
} later. Locked spare copies may be kept longer.
consent-number = The number you leave can tell them who you are. Leave one that is safe for you.
consent-bill = A counsellor calls from an ordinary number. The call may stay in the call list or on the bill.
consent-secrecy = Counsellors keep it secret. If life is in danger, they may have to tell another service.
consent-withdraw = After sending, you can cancel by telling the counsellor who calls.

consent-minor-person = If you leave a number, a real person will write or call.
consent-minor-told = Someone may be hurting you. Then the counsellor may have to tell a service that protects children. That is done to make it stop.
consent-minor-unknown = Without a number, we do not know who you are.

what-then-sealed = Your answers are locked on our side. Counsellors on the list can open them. There is also a spare key for emergencies.
what-then-call = A counsellor takes the request and calls in the hours you chose. They ask for the code word first, if you set one.
what-then-nobody = If nobody takes it within { $unclaimed ->
    [one] { $unclaimed } day
   *[other] { $unclaimed } days
}, it is emptied. If a counsellor takes it, it is emptied { $claimed ->
    [one] { $claimed } day
   *[other] { $claimed } days
} later. You can call { $contact } or { $trust } at any time.

not-now-body = A call from a counsellor is not possible just now. You can call these numbers.

# The questions, one a card.
how-question = How should a counsellor reach you?
how-trace = A call or text may be seen on the phone or bill.
how-call = Call me
how-text = Text my number
how-either = Either is fine

number-question = Type the number to call. It may be of any country.
number-example = For example: +7 701 000 00 00
number-trace = I delete your message at once.

when-question = When is a call safe? Almaty time.
when-any = Any time
when-now = As soon as possible
when-morning = Morning
when-day = Daytime
when-evening = Evening
when-night = Night
when-days-question = On which days?
days-any = Any day
days-weekdays = Weekdays
days-weekend = Weekend

someone-else-question = What if somebody else picks up? The safest is to hang up: no voice message, no SMS.
someone-else-hang_up = Hang up
someone-else-wrong_number = Say “wrong number”
someone-else-ask_for_name = Ask for me by name
voicemail-question = May the counsellor leave a voice message?
sms-question = May the counsellor send an SMS?

name-question = What should the counsellor call you? Any name will do. Just type it.
code-word-question = With a code word nobody can answer in your place. The counsellor asks for it first. Choose one, or type your own, like “{ $word }”.
code-word-0 = apricot
code-word-1 = teapot
code-word-2 = lantern
code-word-3 = walnut
code-word-4 = raincoat
code-word-5 = thimble
code-word-6 = rainbow
code-word-7 = mitten
more-question = You can tell more in your own words, up to { $limit } characters. Several messages are fine.
more-not-needed = You do not have to. Details are not needed for a call.
more-so-far = { $written ->
    [one] { $written } character is kept so far.
   *[other] { $written } characters are kept so far.
}

# REVIEW. Values stand under spoilers.
review-head = Please check. Tap the covered words to see them. Nothing is sent yet.
review-how = Call or text: { $value }
review-number = Number: { $value }
review-when = When: { $value }
review-someone-else = If somebody else picks up: { $value }
review-voicemail-yes = voice message is fine
review-voicemail-no = no voice message
review-sms-yes = SMS is fine
review-sms-no = no SMS
review-name = Name: { $value }
review-code-word = Code word: { $value }
review-words = In your words: { $value }
review-leaving = After sending, leaving here does not cancel it. To cancel, tell the counsellor who calls.

# SENT: shown only once the request stands in the queue.
sent-sealed = Your request is locked and waits on our side.
sent-if-nobody-by = If nobody has called by { $time }, call { $contact } or { $trust }. You can call sooner, too.
sent-if-nobody = You can also call { $contact } or { $trust } at any time.
sent-stays = Leaving erases this card. The request stays.
