// Text from domains.yaml that Terraform is to take as it is. In JSON syntax every string is a template: `${` and `%{` in a
// comment would be run as an expression. CDKTF's own markers are left alone.

/** `text` with template openers doubled, as Terraform's template syntax escapes them. */
export function literal(text: string): string {
  return text.replace(/([$%])\{(?!TfToken\[)/g, "$1$1{");
}
