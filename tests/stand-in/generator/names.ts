/** Names of people from where the shop ships to: `country`, given names and family names. */
type People = {
  country: string;
  countryCode: string;
  cities: string[];
  given: string[];
  family: string[];
  locale: string;
};

const people = (
  country: string,
  countryCode: string,
  locale: string,
  cities: string,
  given: string,
  family: string,
): People => ({
  country,
  countryCode,
  locale,
  cities: cities.split(", "),
  given: given.split(" "),
  family: family.split(" "),
});

/** The first ones are the home market, and are drawn more often. */
export const PEOPLES: People[] = [
  people(
    "Germany",
    "DE",
    "de",
    "Berlin, Hamburg, München, Köln, Leipzig, Würzburg",
    "Anna Jürgen Lena Max Sophie Björn Käthe Paul Mia Jonas Helga Emil Frieda Uwe Zoë",
    "Müller Schmidt Weiß Köhler Böhm Jäger Hoffmann Krüger Strauß Vogel Löwe Brandt",
  ),
  people(
    "Germany",
    "DE",
    "de",
    "Stuttgart, Bremen, Dresden, Freiburg",
    "Ayşe Mehmet Özlem Emre Çağla Yusuf Deniz İrem",
    "Yılmaz Kaya Şahin Öztürk Demir Çelik Aydın Güneş",
  ),
  people(
    "United Kingdom",
    "GB",
    "en",
    "London, Leeds, Bristol, Edinburgh, Cardiff",
    "Oliver Amelia George Isla Siân Harry Ava Rhys Niamh Callum Freya Tom",
    "Smith Jones O'Brien Evans Llewellyn McDonald Clarke Patel Singh Okafor",
  ),
  people(
    "France",
    "FR",
    "fr",
    "Paris, Lyon, Nîmes, Orléans, Besançon",
    "Chloé Étienne Camille François Zoé Léa Noël Aurélie Hélène Jérôme",
    "Dubois Lefèvre Côté Garçon Bérard Moreau Noël Gauthier Château",
  ),
  people(
    "Spain",
    "ES",
    "es",
    "Madrid, Málaga, A Coruña, Cádiz, Sevilla",
    "José Lucía Íñigo María Ángel Begoña Andrés Inés Nuria",
    "García Núñez Muñoz Pérez Ibáñez Giménez Peña Sánchez",
  ),
  people(
    "Poland",
    "PL",
    "pl",
    "Warszawa, Kraków, Łódź, Gdańsk",
    "Łukasz Małgorzata Paweł Żaneta Michał Agnieszka Świętosława",
    "Wójcik Wiśniewski Dąbrowski Zając Król Łukasik",
  ),
  people(
    "Sweden",
    "SE",
    "sv",
    "Stockholm, Malmö, Göteborg",
    "Åsa Björn Östen Märta Linnéa Göran",
    "Åkesson Öberg Lindström Söderberg Sjögren",
  ),
  people(
    "Greece",
    "GR",
    "el",
    "Αθήνα, Θεσσαλονίκη, Πάτρα",
    "Γιώργος Ελένη Δημήτρης Μαρία Νίκος",
    "Παπαδόπουλος Γεωργίου Νικολάου Ιωάννου",
  ),
  people(
    "Israel",
    "IL",
    "he",
    "תל אביב, חיפה, ירושלים",
    "נועה יוסי תמר דוד מיכל אבי",
    "כהן לוי מזרחי פרץ ביטון",
  ),
  people(
    "United Arab Emirates",
    "AE",
    "ar",
    "دبي, أبو ظبي, الشارقة",
    "فاطمة محمد عائشة أحمد ليلى خالد",
    "المنصوري الهاشمي النجار الحداد القاسمي",
  ),
  people(
    "Japan",
    "JP",
    "ja",
    "東京, 大阪, 京都",
    "さくら 健太 陽子 翔 美咲",
    "佐藤 鈴木 高橋 田中 渡辺",
  ),
  people(
    "Vietnam",
    "VN",
    "vi",
    "Hà Nội, Đà Nẵng, Huế",
    "Nguyệt Đức Hằng Tuấn Thảo",
    "Nguyễn Trần Phạm Đặng Võ",
  ),
];
