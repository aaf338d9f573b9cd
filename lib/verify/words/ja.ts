// Japanese. A cause is described in general; the details are in the English sentence beside it.
import { JA } from "../../records/words/ja";
import type { CauseId } from "../causes/table";
import { CAUSES_JA } from "./causes-ja";
import type { VerifyWords } from "./words";

const VERDICTS = { live: "反映済み", "not-live": "未反映", "cannot-tell": "確認できません" } as const;

export const VERIFY_JA: VerifyWords = {
  table: JA,
  verdict: ({ verdict, live, count, errors, warnings }) => {
    const parts = [
      ...(errors === 0 ? [] : [`エラー${errors}件`]),
      ...(warnings === 0 ? [] : [`警告${warnings}件`]),
    ].join("、");
    return `${VERDICTS[verdict]}：${count}件中${live}件のレコードが反映済み${parts === "" ? "" : `（${parts}）`}`;
  },
  identity: ({ domain, region, verified, dkim, mailFrom }, hours) =>
    [
      `${domain}（${region}）：${verified ? "検証済み" : "未検証"}`,
      `DKIM ${dkim}`,
      ...(mailFrom === null ? [] : [`MAIL FROM ${mailFrom}`]),
      ...(hours === null ? [] : [`SESの確認期限まで約${hours}時間`]),
    ].join("、"),
  account: ({ region, production, sendingEnabled, quota }) =>
    [
      `SES（${region}）：${production ? "本稼働アクセス" : "サンドボックス"}`,
      sendingEnabled ? "送信可能" : "送信停止中",
      ...(quota === null ? [] : [`過去24時間の送信数 ${quota.sent24Hours}／${quota.max24Hours}通`]),
    ].join("、"),
  cause: ({ rule, message, fix }) => {
    const translated = CAUSES_JA[rule as CauseId] as (typeof CAUSES_JA)[CauseId] | undefined;
    return translated === undefined ? { message, fix } : { ...translated, detail: `${message}: ${fix}` };
  },
  severities: { error: "エラー", warning: "警告" },
  fix: "対処",
  detail: "詳細（英語）",
  errors: "エラー",
  warnings: "警告",
  ses: "Amazon SES",
  unseen: "確認できなかったこと（英語）",
  notSeen: "確認できなかったこと（英語）",
  noName: "その名前は存在しません",
  noRecord: "そのレコードは存在しません",
  more: (count) => `ほか${count}件（--jsonで確認できます）`,
};
