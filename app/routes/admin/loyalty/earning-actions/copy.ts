import type { EarningActionKind } from "#app/loyalty/earning/actions/earning-action.ts";
import type { SocialNetwork } from "#app/loyalty/earning/actions/earning-action.ts";

const told = "Encore is told by your own systems, through the API, or by Shopify Flow.";

/** What each earning action is called for the merchant, and how Encore comes to know that somebody did it. */
export const actionWords: Record<EarningActionKind, { title: string; about: string }> = {
  signup: {
    title: "Opening an account",
    about: "Paid once, to who opens an account in your shop after this was switched on.",
  },
  birthday: {
    title: "Birthday",
    about:
      "Paid on the day, at most once a year. Somebody has to have told their birthday some time before, so that nobody makes today theirs.",
  },
  profile: {
    title: "Completing the profile",
    about: "Paid once, to who fills in the rest of their profile on your storefront.",
  },
  review: {
    title: "Writing a review",
    about: `Paid for each review. ${told}`,
  },
  survey: {
    title: "Answering a survey",
    about: `Paid for each survey that is answered. ${told}`,
  },
  social_share: {
    title: "Sharing on a network",
    about:
      "We can see that they opened the link, not that they posted. Pay little for it, and seldom.",
  },
  referral: {
    title: "Bringing a friend",
    about: "What this pays is set under Referrals.",
  },
  orders_milestone: {
    title: "A number of orders",
    about:
      "Paid once, to who reaches it after this was switched on. Orders that went back whole do not count.",
  },
  spend_milestone: {
    title: "An amount spent",
    about:
      "Paid once, to who reaches it after this was switched on. What went back does not count.",
  },
  custom: {
    title: "Something of your own",
    about: `Paid whenever it is said to have happened, by the name that you give it here. ${told}`,
  },
};

export const networkNames: Record<SocialNetwork, string> = {
  facebook: "Facebook",
  instagram: "Instagram",
  pinterest: "Pinterest",
  tiktok: "TikTok",
  whatsapp: "WhatsApp",
  x: "X",
};
