# What Telegram shows outside of the chat: neutral, true, and telling nobody what about.
bot-name = Жанында
bot-description = Жанында. Сұрақтарға жауап береді / Отвечает на вопросы / Answers questions. /start
bot-short-description = Отвечает на вопросы

# Commands in the menu. Neutral words only.
command-start = Начать
command-numbers = Номера
command-help = Как это работает
command-language = Выбрать язык
command-privacy = Конфиденциальность
command-forget = Очистить
command-exit = Закрыть

# Short answers over the chat (callback answers), at most 200 characters.
toast-not-erased = Это сообщение слишком старое, стереть его не получится. Чат можно удалить самостоятельно.
toast-slow = Слишком много нажатий сразу. Подождите немного.

title = Жанында
# The line under the title of every card but the first. With the title it fills the 80 characters that a chat list
# shows, so it must stay neutral.
greeting = Всё здесь, в одном сообщении. Читайте не спеша и нажимайте кнопки, когда удобно.

day-1 = понедельник
day-2 = вторник
day-3 = среда
day-4 = четверг
day-5 = пятница
day-6 = суббота
day-7 = воскресенье
day-and-time = { $day }, { $time }

language-kk = казахский
language-ru = русский
language-en = английский

# Notices: one line on top of a card, said once.
notice-number-shape = Не получается прочитать этот номер. Напишите так: +7 701 000 00 00.
notice-no-files = Это сообщение стирается. Файлы и голосовые здесь хранить нельзя.
notice-buttons-surest = Надёжнее всего кнопки. Можно и написать номер кнопки.
notice-cut = Текст слишком длинный. Сохранено только начало.
notice-not-saved = Этот шаг не сохранился. Номера по-прежнему работают.
notice-not-sent = Отправить не получилось. Ваши ответы на месте. Попробуйте позже.
notice-thanks = Спасибо, что сказали.
notice-nothing-found = По этому тексту показать нечего. Проверьте 12 цифр или попробуйте завтра. Чтобы сказать о другом, нажмите кнопку ниже.
notice-not-looked = Сейчас посмотреть не получается. Попробуйте позже. Номера по-прежнему работают.
notice-not-withdrawn = Пока неясно, отменена ли заявка. Посмотрите ещё раз чуть позже.
notice-languages = Я читаю по-казахски, по-русски и по-английски. Язык можно выбрать кнопкой 🌐.
