type Score = 1 | 2 | 3 | 4 | 5;

const recency: Record<Score, string> = {
  5: "Ordered more recently than almost anyone else.",
  4: "Ordered more recently than most.",
  3: "Last ordered about as long ago as most.",
  2: "Last ordered longer ago than most.",
  1: "Has been away longer than almost anyone else.",
};

const frequency: Record<Score, string> = {
  5: "Orders more often than almost anyone else.",
  4: "Orders more often than most.",
  3: "Orders about as often as most.",
  2: "Orders less often than most.",
  1: "Has ordered as rarely as anyone.",
};

const monetary: Record<Score, string> = {
  5: "Has spent more than almost anyone else.",
  4: "Has spent more than most.",
  3: "Has spent about as much as most.",
  2: "Has spent less than most.",
  1: "Has spent as little as anyone.",
};

export type ScoreWords = { question: string; score: number; meaning: string };

/** The three scores of a person, each as the question it answers. Scores run from 1 to 5, best last. */
export function scoresInWords(rfm: { r: number; f: number; m: number }): ScoreWords[] {
  return [
    { question: "How recently?", score: rfm.r, meaning: recency[asScore(rfm.r)] },
    { question: "How often?", score: rfm.f, meaning: frequency[asScore(rfm.f)] },
    { question: "How much?", score: rfm.m, meaning: monetary[asScore(rfm.m)] },
  ];
}

function asScore(value: number): Score {
  return Math.min(Math.max(Math.round(value), 1), 5) as Score;
}
