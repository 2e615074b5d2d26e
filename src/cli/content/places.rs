//! Where a text is shown, in words for its reader.

use crate::guidance::{self, Topic};
use crate::text;
use crate::vocab::Lang;

/// The name of a place in Kazakh, Russian and English.
type Names = [&'static str; 3];

/// Places by how the ids of their texts begin; the first that fits counts. What begins otherwise is named after the
/// heading it stands under.
const PLACES: [(&[&str], Names); 48] = [
    (&["title", "greeting"], ["Әр хабарламаның басы", "Начало каждой карточки", "The head of every card"]),
    (&["welcome-"], ["Бірінші хабарлама", "Первая карточка", "The first card"]),
    (&["language-choose"], ["Тіл таңдау", "Выбор языка", "Choosing a language"]),
    (&["danger-"], ["Қазір қауіпті", "Опасность сейчас", "Danger now"]),
    (&["cannot-speak-"], ["Сөйлеуге болмайды", "Нельзя говорить", "I cannot speak"]),
    (&["leave-safely-"], ["Үйден қауіпсіз кету", "Безопасно уйти из дома", "Leaving home safely"]),
    (&["self-harm-"], ["Өлім туралы ойлар", "Мысли о смерти", "Thoughts of dying"]),
    (&["hotlines-"], ["Нөмірлер тізімі", "Список номеров", "The list of numbers"]),
    (&["hotline-", "note-"], ["Нөмірдің жанында", "Рядом с номером", "Beside a number"]),
    (&["kind-"], ["Не болып жатыр: таңдау", "Что происходит: выбор", "What is happening: the choice"]),
    (&["help-"], ["Көмек", "Помощь", "Help"]),
    (&["step-"], ["Не істеуге болады", "Что можно сделать", "What can be done"]),
    (
        &["guidance-", "topic-"],
        ["Не істеуге болады: тақырыптар", "Что можно сделать: темы", "What can be done: topics"],
    ),
    (&["fact-"], ["Деректер", "Факты", "Facts"]),
    (&["own-behaviour-"], ["Ұрып жүрген адамға", "Тому, кто причиняет боль", "For the one who hurts"]),
    (&["who-"], ["Көмек кімге керек", "Кому нужна помощь", "Who needs help"]),
    (&["region-"], ["Өңір", "Регион", "Region"]),
    (&["safety-"], ["Қауіпсіздік", "Безопасность", "Safety"]),
    (&["about-"], ["Бот туралы", "О боте", "About the bot"]),
    (&["privacy-"], ["Құпиялық", "Конфиденциальность", "Privacy"]),
    (&["forgotten-"], ["Чатты тазартқаннан кейін", "После очистки чата", "After the chat was cleared"]),
    (&["cover-"], ["Жасырын тұрған хабарлама", "Скрытая карточка", "The hidden card"]),
    (&["duty-", "wait-"], ["Кеңесші қашан болады", "Когда есть консультант", "When a counsellor is there"]),
    (&["consent-minor-"], ["Келісім: 18-ге толмағанда", "Согласие: младше 18 лет", "Consent: under 18"]),
    (&["consent-"], ["Келісім", "Согласие", "Consent"]),
    (&["what-then-"], ["Содан кейін не болады", "Что будет потом", "What happens then"]),
    (&["not-now-"], ["Қазір өтініш қабылданбайды", "Заявки сейчас не принимаются", "No request can be taken now"]),
    (&["how-"], ["Өтініш: қалай хабарласу керек", "Заявка: как связаться", "Request: how to reach you"]),
    (&["number-"], ["Өтініш: нөмір", "Заявка: номер", "Request: the number"]),
    (&["when-", "days-"], ["Өтініш: қай уақытта", "Заявка: когда", "Request: when"]),
    (
        &["someone-else-", "voicemail-", "sms-"],
        ["Өтініш: басқа адам көтерсе", "Заявка: если ответит другой", "Request: if somebody else picks up"],
    ),
    (&["name-"], ["Өтініш: есім", "Заявка: имя", "Request: the name"]),
    (&["code-word-"], ["Өтініш: шартты сөз", "Заявка: кодовое слово", "Request: the code word"]),
    (&["more-"], ["Өтініш: өз сөзімен", "Заявка: своими словами", "Request: in own words"]),
    (&["review-"], ["Өтініш: жіберу алдында тексеру", "Заявка: проверка", "Request: looking it over"]),
    (&["sent-"], ["Өтініш жіберілді", "Заявка отправлена", "The request was sent"]),
    (&["status-"], ["Өтініштің жайы", "Что с заявкой", "How the request stands"]),
    (&["withdrawn-"], ["Өтініш қайтарып алынды", "Заявка отозвана", "The request was cancelled"]),
    (&["phrase-"], ["Код сұралғанда", "Ввод кода", "Typing the code"]),
    (&["button-"], ["Батырмалар", "Кнопки", "Buttons"]),
    (&["notice-"], ["Хабарламаның үстіндегі жол", "Строка над карточкой", "One line on top of a card"]),
    (&["toast-"], ["Чат үстіндегі қысқа жауап", "Короткий ответ поверх чата", "A short answer over the chat"]),
    (&["bot-"], ["Чаттан тыс: бот туралы", "Вне чата: о боте", "Outside the chat: about the bot"]),
    (&["command-"], ["Командалар мәзірі", "Меню команд", "The menu of commands"]),
    (&["day-"], ["Күндер", "Дни", "Days"]),
    (&["language-"], ["Тілдердің атауы", "Названия языков", "Names of languages"]),
    (&["region:"], ["Өңірлердің атауы", "Названия регионов", "Names of regions"]),
    (&["hotline:"], ["Қызметтер туралы жазбалар", "Записи о службах", "Entries of services"]),
];

/// The place of the text with this id; `heading` if it is not known.
pub(super) fn of(id: &str, lang: Lang, heading: &str) -> String {
    let place = PLACES.iter().find(|(begins, _)| begins.iter().any(|begin| id.starts_with(begin)));
    let name = place.map_or_else(|| heading.to_owned(), |(_, names)| names[lang as usize].to_owned());
    match guidance::steps().every().iter().find(|step| step.text == id) {
        Some(step) => format!("{name}: {}", topic(step.topic, lang)),
        None => name,
    }
}

/// What a step is about, in the words of the cards.
fn topic(topic: Topic, lang: Lang) -> String {
    let id = match topic {
        Topic::Of(_) | Topic::None => format!("kind-{}", topic.name()),
        Topic::Everyone => "topic-guidance".to_owned(),
        _ => format!("topic-{}", topic.name()),
    };
    text::say(lang, &id, &[])
}
