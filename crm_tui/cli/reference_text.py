"""What docs/cli.md and docs/config.md say beside the commands and keys."""

HEAD = """\
# The `crm` command

Scripts, cron jobs and shell prompts may rely on what stands here: names are added, never renamed or removed.
This page is made from the commands themselves (`make docs`).

```sh
crm                                  # opens the app
crm today                            # what to do next
crm find status:new '#saas' acme     # the search of the app
crm log jane call "left a message" --outcome voicemail --next suggested
crm undo
```
"""

GLOBAL = """\
## For every command

These options stand before the name of a command or after it.

| | |
|---|---|
| `--db FILE`, `CRM_DB` | the database; otherwise `crm.db` in your data folder |
| `CRM_CONFIG` | the settings; otherwise `config.toml` in your config folder, see [config.md](config.md) |
| `--now ISO`, `CRM_NOW` | fixes the clock: "what will Monday look like" |
| `--json` | JSON on stdout and nothing else |
| `--accessible` | opens the app for screen readers and braille displays, as the setting `accessible` does |
| `--version`, `--help` | |
| `--install-completion` | teaches your shell commands, options, and names of contacts, companies, tags and statuses |

Data goes to stdout, everything else to stderr. On a terminal there are tables; in a pipe, or with `NO_COLOR`, plain
text. Times are typed as you would say them, and printed in your zone.

`CONTACT` is an id, the beginning of one, an e-mail address, a phone number in any spelling, or words of the name and
company. When several match they are listed, and nothing is done.

| exit code | means |
|---|---|
| 0 | done |
| 1 | failed; stderr says what, why, and what to do |
| 2 | wrong usage |
| 3 | no such record |
| 4 | ambiguous: several records match, and are listed with their ids |
| 5 | the database is busy, damaged, not there, or made by a newer version |
| 6 | partly done: some rows or files were refused, and are reported |
| 10 | there is something to show (only with `--exit-code`) |
| 130 | interrupted; nothing half-written is left |
"""

SHAPES = """\
## JSON

Instants are ISO 8601 with their offset, days `YYYY-MM-DD`. Fields may be added, never renamed.

- **contact** (`find`: a list; `add`, `edit`: one): `id, name, given_name, family_name, title,
  company {id, name} | null, emails [{value, label, primary}], phones [{value, e164, label, primary}], urls,
  addresses, status, stage, tier, tags, owner, source, do_not_contact, note, custom {}, last_contacted, last_outcome,
  attempts_since_connect, next_follow_up {id, due, text} | null, keep_in_touch_days, created_at, updated_at`, and
  the other parts of the name
- **show**: the contact with `interactions` and `follow_ups`
- **interaction**: `id, contacts [{id, name}], kind, direction, outcome, at, duration_minutes, subject, text, author`;
  `log` adds `next_follow_up` (a follow-up, or null) and `suggestion {due, kind, text, status} | null`
- **follow-up** (`follow-up`, `snooze`, `skip`; `done` adds what `log` adds): `id, contact {id, name}, due, kind, text,
  priority, state, due_state (null when closed), every, snoozes`
- **today**: `[{section, why, contact, follow_up | null, last_interaction | null}]` in working order, `section` being
  `overdue`, `today`, `no_next_step` or `quiet`; with `--count` `{count}`
- **quick**: `{summary, interaction | null, follow_up | null, undo}`; with `--dry-run` what was understood, with `chips`
- **when**: `[{phrase, at, grain, every}]`; `at` is null where it is no date, and the exit code 0
- **delete**: `{summary, deleted [id], undo}`
- **duplicates**: `[{contacts [{id, name, company, email, phone}, {…}], score, reasons [..], obvious}]`, the surest
  first; with `--dismiss` `{summary, dismissed [id], undo}`
- **merge**: the contact that is kept, with `merged [id]` and `undo`
- **undo**, **redo**, **trash restore**, **trash empty**: `{summary, notes, operation}`
- **history**: `[{operation, at, device, origin, summary, undone, changes [{of, field, old, new}]}]`
- **trash**: `[{id, kind, name, deleted_at, days_left}]`
- **sync import**: `{files, rows, created, updated, unchanged, refused, refusals [{file, row, reason}], undo, dry_run,
  notes, sources [{file, format, preset, encoding, columns}]}`; with `--list` also `records`
- **sync export** to a file: `{file, format, records, notes}`
- **backup**: `{file, bytes}`; **doctor**: `{findings [{level, name, message, hint}], mended}`;
  **keys**: `[{id, keys, label, help, where}]`; **config**: an object of settings
- **error**, on stderr: `{error: {code, message, hint}}`; with code 4 also `candidates [{id, label}]`
"""

CONFIG_HEAD = """\
# config.toml

Every key has a default. `crm config` prints the settings in force, `crm config path` where the file is,
`crm config KEY VALUE` sets one and keeps your comments, `crm config edit` opens your editor. A key that does not
exist, or a value that cannot be, is an error that names file, line and key.
"""
