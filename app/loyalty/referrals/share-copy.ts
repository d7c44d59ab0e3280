import type { ShareWords } from "./referral-program.ts";

type Words = ShareWords & { subject: string };

/** What stands for the link in words that are sent. */
export const LINK = "{link}";

const words: Record<string, Words> = {
  en: {
    subject: "Something for you",
    mail: "Hello!\n\nI like to buy here, and you get something for your first order if you come by my link:\n{link}",
    whatsapp: "I like to buy here. By my link you get something for your first order: {link}",
  },
  de: {
    subject: "Etwas für dich",
    mail: "Hallo!\n\nIch kaufe hier gern ein. Über meinen Link bekommst du etwas für deine erste Bestellung:\n{link}",
    whatsapp:
      "Ich kaufe hier gern ein. Über meinen Link bekommst du etwas für deine erste Bestellung: {link}",
  },
  fr: {
    subject: "Un cadeau pour toi",
    mail: "Bonjour !\n\nJ’aime acheter ici, et avec mon lien tu reçois un avantage pour ta première commande :\n{link}",
    whatsapp:
      "J’aime acheter ici. Avec mon lien, tu reçois un avantage pour ta première commande : {link}",
  },
  es: {
    subject: "Algo para ti",
    mail: "¡Hola!\n\nMe gusta comprar aquí, y con mi enlace tienes una ventaja en tu primer pedido:\n{link}",
    whatsapp: "Me gusta comprar aquí. Con mi enlace tienes una ventaja en tu primer pedido: {link}",
  },
  ja: {
    subject: "あなたへのご紹介です",
    mail: "こんにちは。\n\n私のお気に入りのお店です。このリンクから初めてご注文いただくと特典があります。\n{link}",
    whatsapp:
      "私のお気に入りのお店です。このリンクから初めてご注文いただくと特典があります。 {link}",
  },
  ar: {
    subject: "شيء لك",
    mail: "مرحبًا!\n\nأحب الشراء من هنا، وعبر رابطي تحصل على هدية مع طلبك الأول:\n{link}",
    whatsapp: "أحب الشراء من هنا. عبر رابطي تحصل على هدية مع طلبك الأول: {link}",
  },
};

/** What somebody sends to a friend in a language: the shop's own words where it has some, else Encore's, with the link in them. */
export function wordsToShare(
  own: Readonly<Record<string, Partial<ShareWords>>>,
  locale: string,
  link: string,
): { mail: { subject: string; body: string }; whatsapp: string; copy: string } {
  const language = locale.split("-")[0] ?? "";
  const ready = words[language] ?? (words["en"] as Words);
  const said = own[locale] ?? own[language] ?? {};
  const fill = (text: string) => withLink(text).replaceAll(LINK, link);
  return {
    mail: { subject: ready.subject, body: fill(said.mail || ready.mail) },
    whatsapp: fill(said.whatsapp || ready.whatsapp),
    copy: link,
  };
}

/** Words without a place for the link get it at their end. */
function withLink(text: string): string {
  return text.includes(LINK) ? text : `${text} ${LINK}`;
}
