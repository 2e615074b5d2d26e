# What Telegram shows outside of the chat: neutral, true, and telling nobody what about.
bot-name = Жанында
bot-description = Жанында. Сұрақтарға жауап береді / Отвечает на вопросы / Answers questions. /start
bot-short-description = Сұрақтарға жауап береді

# Commands in the menu. Neutral words only.
command-start = Бастау
command-numbers = Нөмірлер
command-help = Қалай жұмыс істейді
command-language = Тіл таңдау
command-privacy = Құпиялық
command-forget = Чатты тазарту
command-exit = Жабу

# Short answers over the chat (callback answers), at most 200 characters.
toast-not-erased = Бұл хабарлама ескі, оны өшіре алмаймын. Чатты өзіңіз өшіре аласыз.
toast-slow = Батырмалар тым жиі басылды. Сәл күте тұрыңыз.

title = Жанында
# The line under the title of every card but the first. With the title it fills the 80 characters that a chat list
# shows, so it must stay neutral.
greeting = Бәрі осы бір хабарламада. Асықпай оқып шығыңыз да, ыңғайлы кезде батырманы басыңыз.

day-1 = дүйсенбі
day-2 = сейсенбі
day-3 = сәрсенбі
day-4 = бейсенбі
day-5 = жұма
day-6 = сенбі
day-7 = жексенбі
day-and-time = { $day }, { $time }

language-kk = қазақша
language-ru = орысша
language-en = ағылшынша

# Notices: one line on top of a card, said once.
notice-number-shape = Бұл нөмірді оқи алмадым. Мына үлгімен жазыңыз: +7 701 000 00 00.
notice-no-files = Сіз жіберген хабарлама өшіріледі. Файл мен дауыстық хабарлама мұнда сақталмайды.
notice-buttons-surest = Ең сенімдісі — батырманы басу. Батырманың нөмірін жазсаңыз да болады.
notice-cut = Мәтін тым ұзын екен. Басы ғана сақталды.
notice-not-saved = Бұл қадам сақталмай қалды. Нөмірлер бұрынғыдай жұмыс істейді.
notice-not-sent = Жіберілмей қалды. Жауаптарыңыз осында тұр. Кейінірек қайталап көріңіз.
notice-thanks = Айтқаныңызға рақмет.
notice-nothing-found = Жазғаныңыз бойынша көрсететін ештеңе жоқ. Кодтың 12 цифрын тексеріп, қайта жазыңыз, болмаса ертең тағы жазып көріңіз. Басқа нәрсе айтқыңыз келсе, төмендегі батырманы басыңыз.
notice-not-looked = Өтінішіңіздің жайын дәл қазір көре алмай тұрмын. Кейінірек қайталап көріңіз. Көмек нөмірлеріне қазір де қоңырау шалуға болады.
notice-not-withdrawn = Өтініш қайтарып алынды ма, жоқ па, әзірге белгісіз. Кейінірек қайта тексеріп көріңіз.
notice-languages = Мен қазақша, орысша, ағылшынша жазғанды оқимын. Тілді таңдау үшін 🌐 батырмасын басыңыз.
