/** Where a shop can ask to be shared. */
export const socialNetworks = [
  "facebook",
  "instagram",
  "pinterest",
  "tiktok",
  "whatsapp",
  "x",
] as const;
export type SocialNetwork = (typeof socialNetworks)[number];
