# When somebody is there, from the duty hours in the roster.
duty-now = A counsellor is on duty now, until { $until }.
duty-later = No counsellor is on duty now. The next duty starts on { $from }.
duty-always = Counsellors are on duty day and night.
duty-unknown = I do not know when a counsellor will be there.
duty-call-first = If you need to talk sooner, call { $contact } or { $trust }.
# Only from a measurement of closed requests.
wait-pace = Lately, most requests were answered within { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}.

# CONSENT. { $unclaimed } and { $claimed } are counts of days.
consent-readers = Only counsellors on a checked list can read it. There is also a spare key to it. It is kept offline, for emergencies.
consent-telegram = Telegram carries what you type here. I delete it from the chat.
consent-kept = If nobody takes it, it is emptied after { $unclaimed ->
    [one] { $unclaimed } day
   *[other] { $unclaimed } days
}. If a counsellor takes it, it is emptied { $claimed ->
    [one] { $claimed } day
   *[other] { $claimed } days
} later. Locked spare copies cannot be opened after that.
consent-number = The number you leave can tell them who you are. Leave one that is safe for you.
consent-bill = A counsellor calls from an ordinary number. The call may stay in the call list or on the bill.
consent-secrecy = Counsellors keep it secret. If life is in danger, they may have to tell another service.
consent-withdraw = After sending, you get a code and may keep a hidden card. With either you can cancel the request.
consent-closed = When it is cancelled or closed, its text is erased at once. Locked spare copies become unreadable within the same days.

consent-minor-person = It is a real person, not a bot, who writes or calls.
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
how-here = Answer me in this chat

number-question = Type the number to call. It may be of any country.
number-example = For example: +7 701 000 00 00
number-trace = I delete your message from this chat.

when-question = When is it safe to reach you? Almaty time.
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
review-along = The counsellor also sees what you chose and your answers.
review-leaving = After sending, leaving here does not cancel it. To cancel, use the code that you get, or a hidden card.

# SENT: shown only once the request stands in the queue.
sent-sealed = Your request is locked and waits on our side.
sent-if-nobody-by = If nobody has answered by { $time }, call { $contact } or { $trust }. You can call sooner, too.
sent-if-nobody = You can also call { $contact } or { $trust } at any time.
# The code looks like the number of a parcel, under a spoiler.
sent-code = Your code: { $code }. It is shown only on this card.
sent-goes = After { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
} without a tap, this card is erased, code included.
sent-code-use = With it you can see how the request stands, or cancel it. Open /help and tap “I have a code”. Write it down somewhere safe, like a parcel number.
sent-hidden = Or keep a hidden card in this chat. It tells nothing until ▶ is tapped. Anyone who holds this phone can tap it.
sent-stays = Leaving erases this card. The request stays.
# STATUS: how a request stands. Only what was looked up just now.
status-waiting = Your request waits for a counsellor.
status-taken = A counsellor has your request.
status-tried = A counsellor tried to reach you. Another try is planned.
status-answered = Your request was answered and is closed.
status-closed = Your request is closed.
status-nobody = Nobody could take your request in time. Please call one of these numbers.
status-unanswered = Your request ran out without an answer. Please call one of these numbers.
status-withdrawn = This request was cancelled.
status-not-kept = Nothing is kept about this request any more.

# WITHDRAWN: shown only once the request was withdrawn. { $days } is a count of days.
withdrawn-waiting = Your request is cancelled. What you wrote is erased here.
withdrawn-taken = Your request is cancelled, and what you wrote is erased here. A counsellor had it and may have read it. They may still remember it or have noted it.
withdrawn-copies = A locked spare copy may exist. Its key is gone in at most { $days ->
    [one] { $days } day
   *[other] { $days } days
}. Then nobody can open it.

# PHRASE
phrase-question = Type the 12 digits of your code. Spaces do not matter.
