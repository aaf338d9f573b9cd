// Each cause of verify and what to do, in Japanese and without the values that were seen. docs/diagnosis.md says more of each.
import type { CauseId } from "../causes/table";

export interface CauseText {
  readonly message: string;
  readonly fix: string;
}

export const CAUSES_JA: Readonly<Record<CauseId, CauseText>> = {
  "zone-unregistered": {
    message: "ゾーンのドメイン名がDNSに存在しません。",
    fix: "ドメインを登録または更新してください。名前の誤りであれば、domains.yamlを修正してください。",
  },
  "zone-undelegated": {
    message: "ゾーンはCloudflareにありますが、上位のゾーンから委任されていません。",
    fix: "Cloudflareの概要ページに表示される2つのネームサーバーを、レジストラまたは上位ゾーンのNSレコードに設定してください。",
  },
  "zone-elsewhere": {
    message: "ゾーンのネームサーバーがCloudflareのものではありません。",
    fix: "レジストラでCloudflareのネームサーバーを設定するか、現在のDNSサービスにレコードを登録してください。",
  },
  "name-delegated": {
    message: "レコードの名前が、別のネームサーバーにあるゾーンに委任されています。",
    fix: "委任しているNSレコードを削除するか、委任先にレコードを登録してください。",
  },
  "delegation-differs": {
    message: "下位ゾーンのネームサーバーと、そこへ委任しているNSレコードが一致していません。",
    fix: "両方に同じネームサーバーを設定してください。",
  },
  "dns-intercepted": {
    message: "ネームサーバー以外の機器が、途中でDNSの問い合わせに応答しています。",
    fix: "別のネットワークから実行するか、--nameserverまたは--rootでサーバーを指定してください。",
  },
  "dns-outside": {
    message: "ゾーンがエミュレーターの外にあるため、確認できません。",
    fix: "エミュレーターにゾーンを追加するか、--emulatedを付けずに実行してください。",
  },
  "dns-endless": {
    message: "名前を調べるために必要な問い合わせ、ネームサーバー、レコードの数が上限を超えています。",
    fix: "時間をおいて再実行してください。変わらない場合は、ネームサーバーの管理者に、サーバーの数を減らし、上位ゾーンにアドレスを登録するよう依頼してください。",
  },
  "servers-private": {
    message: "ネームサーバーに、インターネットから到達できないアドレスが設定されています。",
    fix: "ネームサーバーに公開用のアドレスを設定するか、公開用でないサーバーを委任から外してください。",
  },
  "servers-silent": {
    message: "応答しないネームサーバーがあります。",
    fix: "ネームサーバーの管理者に確認してください。すべて応答しない場合は、別のネットワークからも確認してください。",
  },
  "servers-lame": {
    message: "ゾーンを管理していないと応答する、またはエラーを返すネームサーバーがあります。",
    fix: "レジストラまたは上位ゾーンの委任から外すか、そのサーバーにゾーンを設定してください。",
  },
  "servers-disagree": {
    message: "同じゾーンのネームサーバーの応答が一致していません。",
    fix: "変更の直後であれば数分待ってください。変わらない場合は、ネームサーバー間の同期を確認してください。",
  },
  "dnssec-broken": {
    message: "DNSSECの署名を検証するリゾルバーが、ゾーンの応答を拒否しています。",
    fix: "レジストラのDSレコードを、現在のDNSサービスが示すものに更新するか、削除してください。",
  },
  "resolver-failing": {
    message: "公開リゾルバーが応答を得られません。",
    fix: "時間をおいて再実行してください。変わらない場合は、ネームサーバーの状態を確認してください。",
  },
  "cache-old": {
    message: "ネームサーバーには反映されていますが、リゾルバーに古い応答が残っています。",
    fix: "キャッシュの有効期間が過ぎるまで待ってください。",
  },
  "resolver-differs": {
    message: "ネームサーバーには反映されていますが、リゾルバーがキャッシュによるものではない別の応答を返しています。",
    fix: "時間をおいて再実行してください。変わらない場合は、そのリゾルバーが応答を書き換えていないか確認してください。",
  },
  "record-missing": {
    message: "レコードが登録されていません。",
    fix: "mailzone applyを実行するか、DNSの担当者に登録を依頼してください。",
  },
  "record-different": {
    message: "レコードの設定値が異なります。",
    fix: "表の設定値に修正してください。",
  },
  "name-doubled": {
    message: "サブドメイン名の末尾にゾーン名が重複しています。",
    fix: "名前をゾーンからの相対名（ホスト名）に直すか、完全な名前の末尾にドット（.）を付けてください。",
  },
  "cname-proxied": {
    message: "CNAMEの代わりにIPアドレスが返されます。プロキシまたはCNAMEのフラット化が有効です。",
    fix: "Cloudflareでこのレコードを「DNSのみ」にし、「すべてのCNAMEをフラット化」をオフにしてください。AまたはAAAAレコードがある場合は削除してください。",
  },
  "proxy-off": {
    message: "プロキシを有効にするはずのレコードが、CloudflareではDNSのみになっています。",
    fix: "mailzone planとapplyを実行してください。プロキシが不要であれば、domains.yamlのproxiedをfalseにしてください。",
  },
  "cname-twice": {
    message: "同じ名前にCNAMEが2つあります。",
    fix: "表にあるCNAMEだけを残し、ほかを削除してください。",
  },
  "target-doubled": {
    message: "レコードの参照先の末尾に余分なゾーン名が付いています。",
    fix: "参照先の末尾にドット（.）を付けるか、完全な名前として入力し直してください。",
  },
  "target-stray": {
    message: "レコードの参照先に余分な文字があるか、末尾が欠けています。",
    fix: "表の設定値をそのまま入力し直してください。",
  },
  "other-type": {
    message: "同じ名前に、種別の異なるレコードがあります。",
    fix: "そのレコードを削除し、表の種別で登録してください。",
  },
  "txt-by-cname": {
    message: "TXTの値が、CNAMEの参照先から返されています。",
    fix: "自分で管理する場合は、CNAMEの代わりにTXTレコードを登録してください。",
  },
  "wildcard-answers": {
    message: "登録すべきレコードの代わりに、ワイルドカードレコードが応答しています。",
    fix: "レコードを登録してください。登録したレコードは、ワイルドカードより優先されます。",
  },
  "txt-unquoted": {
    message: "TXTが引用符で囲まれていないため、複数の文字列に分割されています。",
    fix: "全体を1組の引用符で囲んでください。",
  },
  "txt-quotes": {
    message: "引用符がTXTの値の一部になっています。",
    fix: "引用符を付けずに入力するか、前後を1組の引用符だけで囲んでください。",
  },
  "txt-split": {
    message: "TXTの分割位置で、空白が失われたか追加されています。",
    fix: "1つの文字列として入力してください。分割が必要な場合は、文字列の末尾に空白を残してください。",
  },
  "txt-stray": {
    message: "TXTに不要な文字が含まれています。",
    fix: "半角の英数字と記号で入力し直してください。",
  },
  "txt-case": {
    message: "TXTの大文字と小文字が異なります。",
    fix: "表の設定値をそのまま入力し直してください。",
  },
  "dkim-partial": {
    message: "3件のDKIMレコードのうち、登録されていないものがあります。",
    fix: "3件すべてを登録してください。SESはすべてがそろって初めてドメインを検証し、鍵を更新します。",
  },
  "dkim-region": {
    message: "DKIMレコードが別のリージョンの鍵を参照しています。",
    fix: "表の設定値に修正してください。",
  },
  "dkim-hosted-zone": {
    message: "SESが鍵を公開している場所が、レコードの参照先と異なります。",
    fix: "domains.yamlのdkim.signingHostedZoneを設定し、applyしてください。",
  },
  "dkim-tokens-stale": {
    message: "SESのDKIMトークンが、登録されているレコードと異なります。",
    fix: "mailzone planとapplyを実行し、現在のトークンのレコードを登録してください。",
  },
  "dkim-key-absent": {
    message: "DKIMレコードの参照先に鍵がありません。",
    fix: "IDの作成直後であれば数分待ってください。変わらない場合は、トークンとリージョンをSESと照合し、もう一度applyしてください。",
  },
  "dkim-key-revoked": {
    message: "DKIM鍵が失効しています。",
    fix: "SESの現在の署名状態を確認し、必要であれば新しい鍵を作成してください。",
  },
  "dkim-key-unreadable": {
    message: "DKIM鍵を読み取れません。",
    fix: "鍵のTXTレコードが欠けたり、誤って連結されたりしていないか確認してください。",
  },
  "dkim-key-short": {
    message: "DKIM鍵が短すぎるため、受信側に受け付けられません。",
    fix: "domains.yamlでdkim.keyLength: 2048を設定し、planとapplyを続けて実行してください。",
  },
  "dkim-key-former": {
    message: "domains.yamlのDKIMレコードが、SESの現在の署名に使われない鍵を指しています。",
    fix: "以前の鍵であれば、変更から1週間後にrecordsから削除してください。ほかのアカウントが署名に使う鍵であれば、そのままにしてください。",
  },
  "dkim-key-1024": {
    message: "DKIM鍵が2048ビット未満です。",
    fix: "domains.yamlでdkim.keyLength: 2048を設定し、planとapplyを続けて実行してください。",
  },
  "no-mail-identity": {
    message: "メールを使わないドメインなのに、SESにIDがあります。",
    fix: "何も送信していなければ、SESコンソールでIDを削除してください。送信している場合は、domains.yamlにそのメール設定を書いてください。",
  },
  "null-mx-second": {
    message: "メールを使わないドメインに、ほかのMXがあります。",
    fix: "そのMXを削除するか、そのドメインでメールを使う場合は、domains.yamlでmail: sesと指定してください。",
  },
  "mail-from-second-mx": {
    message: "MAIL FROMドメインに2つ以上のMXがあります。",
    fix: "余分なMXを削除するか、そこでメールを受信する場合は、domains.yamlでmailFromに別の名前を指定してください。",
  },
  "mail-from-shared": {
    message: "MAIL FROMドメインがほかの用途にも使われています。",
    fix: "ほかで使っていない名前をmailFromに指定するか、ほかの用途を別の名前に移してください。",
  },
  "spf-twice": {
    message: "同じ名前に2つ以上のSPFレコードがあります。",
    fix: "1つのレコードにまとめ、残りを削除してください。",
  },
  "spf-lookups": {
    message: "SPFレコードの評価に必要なDNS参照が10回を超えています。",
    fix: "includeを減らすか、ネットワークをip4とip6で直接記載してください。",
  },
  "spf-void": {
    message: "SPFレコードが参照する名前のうち、存在しないものが2つを超えています。",
    fix: "該当する項目を削除するか、修正してください。",
  },
  "spf-broken": {
    message: "SPFレコードに、受信側がエラーとして扱う記述があります。",
    fix: "該当する項目を削除するか、修正してください。ほかの組織のレコードであれば、その管理者に連絡してください。",
  },
  "spf-at-apex": {
    message: "ドメイン自体に、ほかの送信元用のSPFレコードがあります。",
    fix: "SESには影響しません。ここで管理する場合は、domains.yamlにspfを設定してください。",
  },
  "dmarc-twice": {
    message: "同じ名前に2つ以上のDMARCレコードがあります。",
    fix: "レポートの送信先を1つのレコードにまとめ、残りを削除してください。",
  },
  "dmarc-at-parent": {
    message: "レコードが登録されるまでは、上位ドメインのDMARCポリシーが適用されます。",
    fix: "レコードを登録してください。上位のポリシーを使う場合は、domains.yamlでdmarc: falseを設定してください。",
  },
  "dmarc-absent": {
    message: "ドメインに適用されるDMARCポリシーがありません。",
    fix: "domains.yamlにdmarcを設定してください。Gmail、Yahoo、Microsoftは、大量に送信する場合に少なくともp=noneを求めます。",
  },
  "dmarc-report-consent": {
    message: "DMARCレポートの送信先が、受け取りに同意するレコードを公開していません。",
    fix: "送信先の管理者に同意用のTXTレコードの登録を依頼するか、その宛先を外してください。",
  },
  "dmarc-none-long": {
    message: "DKIMの設定から1か月が過ぎましたが、DMARCポリシーはp=none（監視のみ）のままです。",
    fix: "レポートを確認したうえで、policyをquarantine、続いてrejectに変更してください。",
  },
  "mta-sts-absent": {
    message: "メールを受信するドメインですが、有効なMTA-STSの設定がありません。",
    fix: "MTA-STSのポリシーファイルと_mta-stsのTXTレコードを公開してください。",
  },
  "mta-sts-policy": {
    message: "MTA-STSのポリシーファイルを取得できないか、domains.yamlの内容と異なります。",
    fix: "mailzone records --policyの出力を、そのURLにtext/plainで公開してください。",
  },
  "mta-sts-mx": {
    message: "MTA-STSのポリシーに、ドメインのメールサーバーが載っていません。",
    fix: "domains.yamlのmtaStsのmxに追加して適用し、ポリシーファイルを公開し直してください。",
  },
  "tls-rpt-absent": {
    message: "メールを受信するドメインですが、有効なTLSレポートの設定がありません。",
    fix: "_smtp._tlsのTXTレコードを公開してください。",
  },
  "bimi-void": {
    message: "BIMIレコードが無効です。",
    fix: "レコードを1つにし、記述を修正してください。",
  },
  "bimi-dmarc": {
    message: "BIMIのロゴがありますが、DMARCポリシーが適用されていません。",
    fix: "レポートを確認したうえで、dmarcをquarantineまたはrejectに変更してください。",
  },
  "ses-identity-absent": {
    message: "SESにこのIDがありません。",
    fix: "mailzone applyを実行してください。実行済みであれば、認証情報が別のアカウントのものです。",
  },
  "ses-pending": {
    message: "DNSは正しく設定されていますが、SESによる検証がまだ終わっていません。",
    fix: "お待ちください。通常は数分、長い場合は72時間かかります。",
  },
  "ses-failed": {
    message: "SESがDKIMレコードの確認を打ち切りました。",
    fix: "レコードを修正してから、mailzone verify --retryで確認を再開してください。",
  },
  "ses-deadline": {
    message: "SESがDKIMレコードを確認する期限が近づいています。",
    fix: "期限までにレコードを修正してください。過ぎた場合は、mailzone verify --retryで確認を再開できます。",
  },
  "ses-signing-off": {
    message: "SESがこのドメインのメールに署名していません。",
    fix: "SESのコンソールで、IDのDKIM署名を有効にしてください。",
  },
  "ses-mail-from-pending": {
    message: "DNSは正しく設定されていますが、SESがMAIL FROMドメインをまだ使用していません。",
    fix: "お待ちください。通常は数分、長い場合は72時間かかります。",
  },
  "ses-mail-from-failed": {
    message: "SESがMAIL FROMドメインのMXの確認を打ち切りました。",
    fix: "MXを修正してから、mailzone verify --retryで確認を再開してください。",
  },
  "ses-mail-from-other": {
    message: "SESのMAIL FROMドメインが異なるか、設定されていません。",
    fix: "mailzone planとapplyを実行してください。",
  },
  "ses-mail-from-unwanted": {
    message: "domains.yamlでは不要とされているMAIL FROMドメインを、SESが使用しています。",
    fix: "使う場合はmailFromを設定してください。使わない場合はplanとapplyを実行し、残るようであればSESのコンソールで外してください。",
  },
  "ses-sandbox": {
    message: "アカウントがサンドボックスにあり、検証済みのアドレスにしか送信できません。",
    fix: "SESのコンソールで、本稼働アクセスを申請してください。",
  },
  "ses-set-absent": {
    message: "ドメインの設定セットがSESにありません。SESはこのドメインのメールを拒否します。",
    fix: "mailzone planとapplyを実行するか、設定セットを作成してください。",
  },
  "ses-set-other": {
    message: "SESは別の設定セットを使っているか、設定セットを使っていません。",
    fix: "mailzone planとapplyを実行してください。",
  },
  "ses-set-sending-off": {
    message: "設定セットの送信が無効です。SESはこのドメインのメールを拒否します。",
    fix: "SESコンソールで送信を有効にするか、mailzone planとapplyを実行してください。",
  },
  "ses-set-different": {
    message: "設定セットの設定がdomains.yamlと異なります。",
    fix: "mailzone planとapplyを実行するか、SESの設定が正しければdomains.yamlに書いてください。",
  },
  "ses-events-off": {
    message: "イベント送信先がないか、無効か、イベントの一部を送っていません。",
    fix: "mailzone planとapplyを実行してください。",
  },
  "ses-address-unverified": {
    message: "テスト用アドレスがまだ検証されていません。サンドボックスでは、このアドレスとの送受信はできません。",
    fix: "SESから届いたメールのリンクを24時間以内に開いてください。期限が切れた場合は、SESコンソールから再送できます。",
  },
  "ses-address-absent": {
    message: "テスト用アドレスがSESにありません。",
    fix: "mailzone planとapplyを実行してください。適用済みの場合は、認証情報が別のアカウントのものです。",
  },
  "sender-role-absent": {
    message: "sendersに書かれたIAMロールがありません。",
    fix: "ロールを作成するか、sendersを修正してapplyを実行してください。ロールがある場合は、認証情報が別のアカウントのものです。",
  },
  "sender-policy-absent": {
    message: "sendersに書かれたIAMロールに、送信を許可するポリシーがありません。",
    fix: "mailzone planとapplyを実行してください。",
  },
  "sender-policy-other": {
    message: "sendersに書かれたIAMロールのポリシーが、domains.yamlの内容と違います。",
    fix: "mailzone planとapplyを実行してください。",
  },
  "ses-paused": {
    message: "アカウントの送信が停止されています。",
    fix: "SESのアカウントダッシュボードで理由を確認し、送信を再開してください。",
  },
  "ses-enforcement": {
    message: "アカウントがAWSの審査を受けているか、停止されています。",
    fix: "AWSサポートセンターに開かれているケースに回答してください。",
  },
  "certificate-absent": {
    message: "ウェブサイトの名前の証明書がACMにありません。",
    fix: "適用(apply)を実行してください。適用済みであれば、認証情報が別のアカウントのものです。",
  },
  "certificate-pending": {
    message: "ACMはまだ証明書を発行していません。",
    fix: "DNSが正しければ、通常は30分以内に発行されます。そのままお待ちください。",
  },
  "certificate-failed": {
    message: "ACMはこの証明書を発行しません。または、証明書が無効になっています。",
    fix: "示された原因を解消し、証明書を新しく申請してください。",
  },
  "certificate-renewal": {
    message: "ACMが証明書を更新できません。",
    fix: "証明書をディストリビューションで使用し、確認用のレコードを残してください。",
  },
  "web-unresolved": {
    message: "Webサイトの名前にIPアドレスがありません。",
    fix: "domains.yamlのディストリビューション名を修正するか、ディストリビューションを有効にしてください。",
  },
  "web-tls": {
    message: "Webサイトの応答に、その名前に対応する証明書がありません。",
    fix: "ディストリビューションの代替ドメイン名に追加し、その名前を含むus-east-1の証明書を設定してください。",
  },
  "caa-limits": {
    message: "CAAレコードのパラメーターにより、Amazonが証明書を発行できるかどうかを確認できません。",
    fix: 'パラメーターのないCAA 0 issue "amazon.com"を追加してください。',
  },
  "caa-forbids": {
    message: "CAAレコードにより、Amazonの認証局が証明書を発行できません。",
    fix: "Amazonの認証局を許可するCAAレコードを追加するか、許可されている認証局の証明書を使用してください。",
  },
};
