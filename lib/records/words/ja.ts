// Japanese.
import type { PageWords } from "./page-words";
import type { HandOver, Words } from "./words";

const PAGE: PageWords = {
  title: (domains) => `${firstNames(domains)}のDNSレコード`,
  checkedAt: (moment) => `確認日時：${moment}`,
  notChecked: "これらのレコードが反映されているかどうかは、まだ確認していません。",
  form: "設定値の形式",
  forms: {
    cloudflare: "Cloudflare",
    route53: "Amazon Route 53",
    google: "Google Cloud DNS",
    azure: "Azure DNS",
    generic: "その他のサービス",
  },
  filter: "ドメインを絞り込む",
  shown: "{all}件中{shown}件のドメインを表示",
  index: "ドメイン一覧",
  table: (domain) => `${domain}のレコード`,
  ses: "Amazon SES",
  until: (moment) => `SESがレコードを確認する期限：${moment}ごろ`,
  left: "残り{hours}時間{minutes}分",
  over: "期限を過ぎています",
  causes: "問題点と対処方法",
  severities: { error: "エラー", warning: "警告" },
  fix: "対処",
  detail: "詳細（英語）",
  extras: "削除が必要なレコード",
  unseen: "確認できなかったこと（英語）",
  accounts: "アカウント",
  copy: "コピー：",
  copyRow: "行をコピー",
  copyTsv: "表計算ソフト用にコピー",
  copyBind: "BINDゾーンファイル形式でコピー",
  copyTicket: "依頼文用のテキストとしてコピー",
  copied: "コピーしました：",
  notCopied: "コピーできませんでした。選択して手動でコピーしてください：",
  theRow: "行",
  theTable: "表全体",
  diagram: (domain) => `${domain}のレコードの関係`,
  nodes: {
    identity: "SES ID",
    dkim: "DKIM",
    mailFrom: "MAIL FROM",
    spf: "SPF",
    dmarc: "DMARC",
    web: "Webサイト",
  },
  notAsked: "未確認",
  verified: "検証済み",
  notVerified: "未検証",
  notUsed: "なし",
  recordCount: (count) => `${count}件`,
  liveCount: (live, count) => `${count}件中${live}件反映`,
  moreRecords: (count) => `ほか${count}件`,
};

export const JA: Words = {
  tag: "ja",
  columns: {
    status: "状態",
    type: "種別",
    host: "ホスト名",
    name: "サブドメイン名",
    value: "設定値",
    priority: "優先度",
    ttl: "TTL",
    proxy: "プロキシ",
    description: "説明",
    deadline: "SESの確認期限（目安）",
    zone: "ゾーン",
    entry: "エントリー",
    id: "ID",
  },
  automatic: "自動",
  dnsOnly: "DNSのみ",
  proxied: "プロキシ済み",
  handOver,
  placeholders:
    "これらのレコードはまだ登録しないでください。山かっこ（< >）の値は、最初のapplyが終わるまで決まりません。",
  emulatedRecords: "emulated：エミュレーターのレコードです。ほかの人に渡さないでください。",
  emulatedServices: "emulated：DNS、SES、Cloudflareはエミュレーターによるものです。",
  emptyHost: "ホスト名が空の行は、ゾーン自体のレコードです。入力欄は空のままにしてください。",
  sets: "名前と種別が同じレコードは、1つのレコードセットにまとめ、値を1行に1つずつ入力してください。",
  apexCname: (name) =>
    `${name}はゾーンの頂点です。CNAMEを登録できるのはCloudflareだけなので、ほかのサービスではエイリアスレコード（ALIAS、ANAMEなど）を使用してください。`,
  moment: (at) => {
    // Japan's time knows no summer.
    const local = new Date(at + 9 * 60 * 60 * 1000);
    const [date = "", time = ""] = local.toISOString().slice(0, 16).split("T");
    const [year, month, day] = date.split("-").map(Number);
    return `${year}年${month}月${day}日 ${time}（日本時間）`;
  },
  page: PAGE,
  statuses: {
    live: "反映済み",
    missing: "未登録",
    different: "設定値が異なる",
    "cannot-tell": "確認できない",
    extra: "余分なレコード",
    propagating: (seconds) => (seconds === null ? "反映待ち" : `反映待ち（残り約${seconds}秒）`),
  },
};

function handOver({ count, zones, hasProxy, proxied, deadline, live }: HandOver): string {
  const whose = `${firstNames(zones)}のDNSをご担当の方へ：`;
  if (live === count) return `${whose}${count}件のレコードはすべて反映されています。作業は必要ありません。`;
  const what =
    live === undefined
      ? `次の${count === 1 ? "" : `${count}件の`}レコードを${count === 1 ? "" : "すべて"}、記載のとおりに登録してください。`
      : `状態が「${JA.statuses.live}」以外のレコードを、記載のとおりに登録または修正してください。`;
  const except = proxied.length === 0 ? "" : `${firstNames(proxied)}を除き、`;
  const proxy = hasProxy ? `Cloudflareをお使いの場合は、${except}プロキシをオフ（DNSのみ）にしてください。` : "";
  const until = deadline === null ? "" : `Amazon SESがレコードを確認する期限は、${JA.moment(deadline)}ごろです。`;
  return `${whose}${what}ほかのレコードは変更しないでください。${proxy}完了したらお知らせください。${until}`;
}

function firstNames(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join("、")}ほか${names.length - 3}件` : names.join("、");
}
