# What Telegram shows outside of the chat: neutral, true, and telling nobody what about.
bot-name = Janynda
bot-description = Жанында. Сұрақтарға жауап береді / Отвечает на вопросы / Answers questions. /start
bot-short-description = Answers questions

# Commands in the menu. Neutral words only.
command-start = Start
command-numbers = Numbers
command-help = How it works
command-language = Language
command-privacy = Privacy
command-forget = Clear
command-exit = Close

# Short answers over the chat (callback answers), at most 200 characters.
toast-not-erased = This card is too old for me to erase. You can delete the chat yourself.
toast-slow = Too many taps at once. Please wait a moment.

title = Janynda
# The line under the title of every card but the first. With the title it fills the 80 characters that a chat list
# shows, so it must stay neutral.
greeting = Everything is on this one card. Read it slowly and tap when you are ready.

day-1 = Monday
day-2 = Tuesday
day-3 = Wednesday
day-4 = Thursday
day-5 = Friday
day-6 = Saturday
day-7 = Sunday
day-and-time = { $day }, { $time }

language-kk = Kazakh
language-ru = Russian
language-en = English

# Notices: one line on top of a card, said once.
notice-number-shape = That is not a number I can read. Type it like +7 701 000 00 00.
notice-no-files = I delete that message. Files and voice notes cannot be kept here.
notice-buttons-surest = The buttons are the surest way. You can also type the number of a button.
notice-cut = That was too long. Only the first part is kept.
notice-not-saved = This step could not be saved. The numbers still work.
notice-not-sent = It could not be sent. Your answers are still here. Please try again later.
notice-thanks = Thank you for telling me.
notice-nothing-found = There is nothing to show for this. Check the 12 digits, or try again tomorrow. To say something else, use the button below.
notice-not-looked = It cannot be looked up just now. Please try again later. The numbers still work.
notice-not-withdrawn = It is not certain yet that it was cancelled. Please look again a little later.
notice-languages = I can read Kazakh, Russian and English. Choose one with 🌐.
