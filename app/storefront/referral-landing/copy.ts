/** What a friend reads who comes by somebody's link. `{gift}` and `{minimum}` are filled in. */
export type LandingWords = {
  heading: string;
  /** The friend gets a code to use right away. */
  code: string;
  /** The friend gets points once they have bought. */
  points: string;
  pointsGift: { one: string; other: string };
  minimum: string;
  email: string;
  ask: string;
  start: string;
  yours: string;
  use: string;
  soon: string;
  customer: string;
  unknown: string;
  invalid: string;
  closed: string;
  busy: string;
};

export const landingWords: Record<string, LandingWords> = {
  en: {
    heading: "A friend sent you here",
    code: "For your first order you get: {gift}. Tell us your email, and your code is here at once.",
    points: "You get {gift} when you have bought for the first time.",
    pointsGift: { one: "{points} point", other: "{points} points" },
    minimum: "It counts for a first order of {minimum} or more.",
    email: "Your email",
    ask: "Show my code",
    start: "Start shopping",
    yours: "Your code",
    use: "Use it and shop",
    soon: "It works in a moment, for one order.",
    customer:
      "How nice that you are back! This welcome is for people who have not bought here before, so we cannot give it to you. Bring a friend yourself: your own link is in your account.",
    unknown: "This invitation does not work any more. You are welcome all the same.",
    invalid: "Please enter an email address, such as name@example.com.",
    closed: "There are no invitations at the moment. You are welcome all the same.",
    busy: "That was a bit much at once. Please try again in a few minutes.",
  },
  de: {
    heading: "Jemand, den du kennst, schickt dich",
    code: "Für deine erste Bestellung bekommst du: {gift}. Nenn uns deine E-Mail-Adresse, dann steht dein Code sofort hier.",
    points: "Nach deinem ersten Einkauf bekommst du {gift}.",
    pointsGift: { one: "{points} Punkt", other: "{points} Punkte" },
    minimum: "Das gilt für eine erste Bestellung ab {minimum}.",
    email: "Deine E-Mail-Adresse",
    ask: "Code anzeigen",
    start: "Jetzt stöbern",
    yours: "Dein Code",
    use: "Einlösen und stöbern",
    soon: "Er gilt in wenigen Augenblicken, für eine Bestellung.",
    customer:
      "Schön, dass du wieder da bist! Dieses Willkommen ist für Menschen, die hier noch nicht gekauft haben, deshalb können wir es dir nicht geben. Wirb doch selbst jemanden: Dein eigener Link steht in deinem Konto.",
    unknown: "Diese Einladung gilt nicht mehr. Willkommen bist du trotzdem.",
    invalid: "Bitte gib eine E-Mail-Adresse ein, zum Beispiel name@example.com.",
    closed: "Zurzeit gibt es keine Einladungen. Willkommen bist du trotzdem.",
    busy: "Das war etwas viel auf einmal. Bitte versuch es in ein paar Minuten noch einmal.",
  },
  fr: {
    heading: "Quelqu’un que vous connaissez vous envoie",
    code: "Pour votre première commande, vous recevez : {gift}. Indiquez votre e-mail et votre code s’affiche aussitôt.",
    points: "Après votre premier achat, vous recevez {gift}.",
    pointsGift: { one: "{points} point", other: "{points} points" },
    minimum: "Valable pour une première commande à partir de {minimum}.",
    email: "Votre e-mail",
    ask: "Afficher mon code",
    start: "Commencer mes achats",
    yours: "Votre code",
    use: "L’utiliser et commencer",
    soon: "Il fonctionne dans un instant, pour une commande.",
    customer:
      "Quel plaisir de vous revoir ! Cette offre est réservée aux personnes qui n’ont encore rien acheté ici, nous ne pouvons donc pas vous la donner. Invitez quelqu’un à votre tour : votre propre lien est dans votre compte.",
    unknown: "Cette invitation n’est plus valable. Vous êtes tout de même les bienvenus.",
    invalid: "Indiquez une adresse e-mail, par exemple nom@example.com.",
    closed: "Il n’y a pas d’invitations en ce moment. Vous êtes tout de même les bienvenus.",
    busy: "C’était un peu trop à la fois. Réessayez dans quelques minutes.",
  },
  es: {
    heading: "Alguien que conoces te envía",
    code: "Para tu primer pedido recibes: {gift}. Dinos tu correo y verás tu código al momento.",
    points: "Después de tu primera compra recibes {gift}.",
    pointsGift: { one: "{points} punto", other: "{points} puntos" },
    minimum: "Vale para un primer pedido de {minimum} o más.",
    email: "Tu correo electrónico",
    ask: "Ver mi código",
    start: "Empezar a comprar",
    yours: "Tu código",
    use: "Usarlo y comprar",
    soon: "Funciona en un momento, para un pedido.",
    customer:
      "¡Qué bien que hayas vuelto! Esta bienvenida es para quienes aún no han comprado aquí, así que no podemos dártela. Invita tú a alguien: tu propio enlace está en tu cuenta.",
    unknown: "Esta invitación ya no es válida. Eres bienvenido de todos modos.",
    invalid: "Escribe una dirección de correo, por ejemplo nombre@example.com.",
    closed: "Ahora mismo no hay invitaciones. Eres bienvenido de todos modos.",
    busy: "Han sido demasiados intentos. Vuelve a probar en unos minutos.",
  },
  ja: {
    heading: "お友だちからのご紹介です",
    code: "初めてのご注文で「{gift}」をご利用いただけます。メールアドレスを入力すると、すぐにコードが表示されます。",
    points: "初めてのお買い物のあとに{gift}を差し上げます。",
    pointsGift: { one: "{points}ポイント", other: "{points}ポイント" },
    minimum: "初めてのご注文が{minimum}以上のときに適用されます。",
    email: "メールアドレス",
    ask: "コードを表示",
    start: "お買い物を始める",
    yours: "あなたのコード",
    use: "使ってお買い物を始める",
    soon: "まもなく使えるようになります。1回のご注文に有効です。",
    customer:
      "またお越しいただきありがとうございます。この特典は、まだお買い物をされたことのない方のためのものですので、お渡しできません。あなたの紹介リンクはアカウントにあります。ぜひお友だちをご紹介ください。",
    unknown: "このご紹介は現在ご利用いただけません。どうぞごゆっくりご覧ください。",
    invalid: "メールアドレスを入力してください。例：name@example.com",
    closed: "現在、ご紹介の特典はありません。どうぞごゆっくりご覧ください。",
    busy: "アクセスが多すぎます。数分後にもう一度お試しください。",
  },
  ar: {
    heading: "أرسلك صديق إلى هنا",
    code: "تحصل مع طلبك الأول على: {gift}. اكتب بريدك الإلكتروني ليظهر رمزك فورًا.",
    points: "تحصل على {gift} بعد أول عملية شراء.",
    pointsGift: { one: "{points} نقطة", other: "{points} نقطة" },
    minimum: "يسري ذلك على طلب أول بقيمة {minimum} أو أكثر.",
    email: "بريدك الإلكتروني",
    ask: "أظهر رمزي",
    start: "ابدأ التسوق",
    yours: "رمزك",
    use: "استخدمه وابدأ التسوق",
    soon: "يعمل بعد لحظات، لطلب واحد.",
    customer:
      "يسعدنا أنك عدت! هذه الهدية لمن لم يشتروا من هنا من قبل، لذلك لا يمكننا منحها لك. ادعُ صديقًا بنفسك: رابطك الخاص موجود في حسابك.",
    unknown: "لم تعد هذه الدعوة صالحة. أهلًا بك على أي حال.",
    invalid: "اكتب عنوان بريد إلكتروني، مثل name@example.com.",
    closed: "لا توجد دعوات حاليًا. أهلًا بك على أي حال.",
    busy: "كانت المحاولات كثيرة. حاول مرة أخرى بعد بضع دقائق.",
  },
};
