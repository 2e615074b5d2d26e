//! What a sheet itself says, in the language of its readers.

use crate::vocab::Lang;

/// The words of one sheet.
pub(super) struct Words {
    pub title: &'static str,
    pub intro: [&'static str; 6],
    pub contents: &'static str,
    pub characters: &'static str,
    pub longest: &'static str,
    pub source: &'static str,
    pub withheld: &'static str,
    pub confirmed: &'static str,
    pub good: &'static str,
    pub comment: &'static str,
    pub reader: &'static str,
    pub save: &'static str,
    pub resume: &'static str,
    pub only_unread: &'static str,
    pub saved: &'static str,
    pub resumed: &'static str,
    pub other_file: &'static str,
    pub changed: &'static str,
    pub without_script: &'static str,
}

const KK: Words = Words {
    title: "Жанында: мәтіндерді тексеру",
    intro: [
        "Әр мәтінді дауыстап оқып көріңіз. Түсінікті ме, табиғи ма, сыпайы ма?",
        "Оны қорқып отырған адам оқиды. Телефонын басқа біреу де қарауы мүмкін.",
        "Мәтін кінәласа, бұйырса, орындалмайтын уәде берсе немесе қате айтса, сол жерін жазыңыз.",
        "Нөмірлер, күндер мен сандар — мысал. Оларды бағдарлама өзі қояды.",
        "Мұнда нақты адамдар туралы ештеңе жазбаңыз.",
        "Жазғаныңыз осы бетте ғана тұрады, бет желіге шықпайды. Жиі сақтап отырыңыз, файлды жобаға өзіңіз жібересіз.",
    ],
    contents: "Мазмұны",
    characters: "таңба",
    longest: "ең ұзын сөйлемдегі сөз саны",
    source: "Қайдан алынған",
    withheld: "Әзірге ешкімге көрсетілмейді: заңгер растауы керек",
    confirmed: "Заңгер растады",
    good: "Жақсы оқылады",
    comment: "Пікіріңіз немесе жақсырақ нұсқа",
    reader: "Сіздің инициалыңыз (қаласаңыз)",
    save: "Файлға сақтау",
    resume: "Сақталған файлдан жалғастыру",
    only_unread: "Тек қаралмағандары",
    saved: "Файл жүктелді. Оны жобаға жіберіңіз.",
    resumed: "Файлдағы пікірлер қойылды.",
    other_file: "Бұл файл осы беттің файлы емес.",
    changed: "Содан бері мәтіні өзгергендер:",
    without_script: "Скрипт өшірулі: бетті оқуға, басып шығарып, пікірді қағазға жазуға болады.",
};

const RU: Words = Words {
    title: "Жанында: проверка текстов",
    intro: [
        "Прочитайте каждый текст вслух. Он понятный, естественный, вежливый?",
        "Его читает человек, которому страшно. В его телефон, возможно, смотрит кто-то ещё.",
        "Напишите, если текст винит, приказывает, обещает лишнее или говорит неверное.",
        "Номера, дни и числа здесь для примера. Их подставляет программа.",
        "Не пишите здесь ничего о настоящих людях.",
        "Написанное остаётся на этой странице, в сеть она не выходит. Сохраняйте почаще; файл Вы отправляете проекту сами.",
    ],
    contents: "Содержание",
    characters: "знаков",
    longest: "слов в самом длинном предложении",
    source: "Откуда",
    withheld: "Пока никому не показывается: должен подтвердить юрист",
    confirmed: "Подтвердил юрист",
    good: "Читается хорошо",
    comment: "Замечание или лучший вариант",
    reader: "Ваши инициалы (по желанию)",
    save: "Сохранить в файл",
    resume: "Продолжить из файла",
    only_unread: "Только непрочитанные",
    saved: "Файл загружен. Отправьте его проекту.",
    resumed: "Замечания из файла подставлены.",
    other_file: "Этот файл не от этой страницы.",
    changed: "Текст с тех пор изменился:",
    without_script: "Скрипты выключены: страницу можно читать и напечатать, а замечания написать на бумаге.",
};

const EN: Words = Words {
    title: "Janynda: reading the texts",
    intro: [
        "Read each text aloud. Is it clear, natural, polite?",
        "Somebody frightened reads it. Somebody else may look at that phone too.",
        "Write it down if a text blames, orders, promises too much or says something false.",
        "Numbers, days and counts are examples. The program fills them in.",
        "Write nothing here about real people.",
        "What you write stays on this page, which never goes online. Save often; you send the file to the project yourself.",
    ],
    contents: "Contents",
    characters: "characters",
    longest: "words in the longest sentence",
    source: "From",
    withheld: "Shown to nobody yet: a lawyer must confirm it",
    confirmed: "Confirmed by a lawyer",
    good: "Reads well",
    comment: "Comment, or better wording",
    reader: "Your initials (if you like)",
    save: "Save to a file",
    resume: "Go on from a file",
    only_unread: "Unread only",
    saved: "The file was downloaded. Send it to the project.",
    resumed: "The comments of the file are in place.",
    other_file: "This file does not belong to this page.",
    changed: "The text has changed since:",
    without_script: "Scripts are off: the page can be read and printed, and comments written on paper.",
};

pub(super) const fn of(lang: Lang) -> &'static Words {
    match lang {
        Lang::Kk => &KK,
        Lang::Ru => &RU,
        Lang::En => &EN,
    }
}
