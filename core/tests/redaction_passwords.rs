//! Passwords of several words, in sentences and in command lines. Each text is masked at every split.

mod support;

use support::splits::{check, check_none};

#[test]
fn passwords_of_several_words() {
    check(&[
        (
            "passphrase: correct horse battery staple",
            "passphrase: [SECRET_1]",
        ),
        (
            "**Passphrase:** Correct Horse Battery Staple.\nThen so.",
            "**Passphrase:** [SECRET_1].\nThen so.",
        ),
        (
            "| Password | correct horse battery staple | 1 |",
            "| Password | [SECRET_1] | 1 |",
        ),
        (
            "passphrase: correct-horse-battery-staple",
            "passphrase: [SECRET_1]",
        ),
        (
            "seed phrase: abandon ability able about above absent absorb abstract absurd abuse access accident",
            "seed phrase: [SECRET_1]",
        ),
        (
            "password is \"correct horse battery staple\", so",
            "password is \"[SECRET_1]\", so",
        ),
        (
            "The passphrase was “the quick brown fox” and `password`: 'horse7 staple; x'.",
            "The passphrase was “[SECRET_1]” and `password`: '[SECRET_2]'.",
        ),
        (
            r#"{"password":"correct horse battery staple","n":1}"#,
            r#"{"password":"[SECRET_1]","n":1}"#,
        ),
        (
            r#""{\"password\":\"correct horse battery staple\",\"n\":1}""#,
            r#""{\"password\":\"[SECRET_1]\",\"n\":1}""#,
        ),
        ("password: \"crates,7x staple\"", "password: \"[SECRET_1]\""),
    ]);
    check_none(&[
        "the password is required for all users, and the password is correct",
        "Password: at least 8 characters, one digit\nPassword: choose something memorable and long",
        "password: \"must be at least 8 characters\" password: \"Forgot your password?\"",
        "passphrase: my dog ate homework\npassword: two words\npassword: set-this-in-your-file",
        "passphrase: correct horse battery staple and other words of this kind",
        "a phrase: correct horse battery staple, the word is \"correct horse battery staple\"",
    ]);
}

#[test]
fn passwords_in_sentences() {
    check(&[
        (
            "machine x.org login ada password hunter2!x\nthe new password `hunter2!x`",
            "machine x.org login ada password [SECRET_1]\nthe new password `[SECRET_1]`",
        ),
        (
            "IDENTIFIED BY 'hunter2!x'; ALTER USER ada WITH PASSWORD 'S3cretpw';",
            "IDENTIFIED BY '[SECRET_1]'; ALTER USER ada WITH PASSWORD '[SECRET_2]';",
        ),
        (
            "Password (temporary): hunter2!x; user: ada, pass: S3cretpw",
            "Password (temporary): [SECRET_1]; user: ada, pass: [SECRET_2]",
        ),
        (
            "Passwort: hunter2!x, contraseña: hunter2!x, Пароль: hunter2!x, 密码：hunter2!x",
            "Passwort: [SECRET_1], contraseña: [SECRET_1], Пароль: [SECRET_1], 密码：[SECRET_1]",
        ),
        (
            "The API key is a1B2c3D4e5F6g7H8i9J0k1L2, so. Your token was \"x9B2c3D4e5F6g7H8i9J0k1L2\".",
            "The API key is [SECRET_1], so. Your token was \"[SECRET_2]\".",
        ),
        (
            "My password is hunter2!x and so on.",
            "My password is [SECRET_1] and so on.",
        ),
        ("pwd S3cret!x", "pwd [SECRET_1]"),
        (
            "Your password is: Tr0ub4dor&3, the Wi-Fi password is \"sunflower2024\".",
            "Your password is: [SECRET_1], the Wi-Fi password is \"[SECRET_2]\".",
        ),
        (
            "(Password: aB3;xY9!) <p>password: x7#K(q)2v</p> {password: S3cretpw,user:x}",
            "(Password: [SECRET_1]) <p>password: [SECRET_2]</p> {password: [SECRET_3],user:x}",
        ),
        ("password: “S3cret!x”", "password: “[SECRET_1]”"),
        (
            "Set the password to hunter2!x. Your password has been reset to Zx9!kkw2. my password is demo1234",
            "Set the password to [SECRET_1]. Your password has been reset to [SECRET_2]. my password is [SECRET_3]",
        ),
        (
            "Das Passwort lautet Sommer2024! mon mot de passe est Soleil2024! Credentials: admin / Tr0ub4dor&3",
            "Das Passwort lautet [SECRET_1] mon mot de passe est [SECRET_2] Credentials: admin / [SECRET_3]",
        ),
        (
            "The password for the admin account is Tr0ub4dor&3. Use password 'demo1234' here. psk=\"MyWifi99\"",
            "The password for the admin account is [SECRET_1]. Use password '[SECRET_2]' here. psk=\"[SECRET_3]\"",
        ),
        (
            "the old password was S3cr3tpw.",
            "the old password was [SECRET_1].",
        ),
    ]);
    check_none(&[
        "The password is SHA-256 hashed, the password is Argon2id-hashed, a password is base64-encoded.",
        "The primary key is 7c9e6679-7425-40de-944b-e07fc1f90ae7, the key is C major, the token is get_token_from_env2",
        "first pass: 12/14/15, pass: 99.5%, Pass: 12, compass: N12/a!x; password policy 2.0, password protected!",
        "Password strength: 75%; password length: 8-16; Passwords: 3 found (2 weak), password: N/A",
        "The password is case-sensitive. My password is 8-12 characters. The password is getPass(\"X1\").",
    ]);
}

#[test]
fn passwords_that_the_field_beside_names() {
    check(&[
        (
            "env:\n  - name: DB_PASSWORD\n    value: S3cretpw\n  - name: API_TOKEN\n    value: \"x9B2c3D4e5F6g7H8i9J0k1L2\"",
            "env:\n  - name: DB_PASSWORD\n    value: [SECRET_1]\n  - name: API_TOKEN\n    value: \"[SECRET_2]\"",
        ),
        (
            r#"{"name":"DB_PASSWORD","value":"S3cretpw"} {\"key\": \"password\", \"value\": \"S3cretpw\"}"#,
            r#"{"name":"DB_PASSWORD","value":"[SECRET_1]"} {\"key\": \"password\", \"value\": \"[SECRET_1]\"}"#,
        ),
        (
            r#"<add key="DbPassword" value="S3cretpw" /> <property name='password' value='S3cretpw'/>"#,
            r#"<add key="DbPassword" value="[SECRET_1]" /> <property name='password' value='[SECRET_1]'/>"#,
        ),
        (
            r#"{"value":"S3cret!x9","name":"DB_PASSWORD"} {"value": "S3cretpw", "key": "password"}"#,
            r#"{"value":"[SECRET_1]","name":"DB_PASSWORD"} {"value": "[SECRET_2]", "key": "password"}"#,
        ),
        (
            r#"{\"value\":\"S3cret!x9\",\"name\":\"DB_PASSWORD\"} <property value='S3cretpw' name='password'/>"#,
            r#"{\"value\":\"[SECRET_1]\",\"name\":\"DB_PASSWORD\"} <property value='[SECRET_2]' name='password'/>"#,
        ),
    ]);
    check_none(&[
        "- name: LOG_LEVEL\n  value: S3cretpw\n{\"name\":\"passwordField\",\"value\":\"S3cretpw\"}",
        "the password, value: S3cretpw",
        r#"{"value":"S3cret!x9","unit":"DB_PASSWORD"} {"value":"S3cret!x9"} {"value":"S3cretpw","name":"LEVEL"}"#,
        "{\"value\":\"S3cret!x9\",\n\"id\":1,\"name\":\"password\"} {\"value\": \"S3cretpw\"}, {\"name\": \"password\"}",
    ]);
}

#[test]
fn values_that_lines_before_name() {
    check(&[
        (
            "```yaml\nenv:\n  - name: DB_USER\n    value: S3cretpw\n  - name: DB_PASSWORD\n    value: S3cretpw\n```\nIts value: S3cretpw",
            "```yaml\nenv:\n  - name: DB_USER\n    value: S3cretpw\n  - name: DB_PASSWORD\n    value: [SECRET_1]\n```\nIts value: S3cretpw",
        ),
        (
            "```json\n[\n  {\n    \"name\": \"DB_PASSWORD\",\n    \"value\": \"S3cretpw\"\n  },\n  {\n    \"value\": \"S3cretpw\"\n  }\n]\n```",
            "```json\n[\n  {\n    \"name\": \"DB_PASSWORD\",\n    \"value\": \"[SECRET_1]\"\n  },\n  {\n    \"value\": \"S3cretpw\"\n  }\n]\n```",
        ),
        (
            "```hcl\nvariable \"db_password\" {\n  type    = string\n  default = \"S3cretpw\"\n}\ndefault = \"S3cretpw\"\n```",
            "```hcl\nvariable \"db_password\" {\n  type    = string\n  default = \"[SECRET_1]\"\n}\ndefault = \"S3cretpw\"\n```",
        ),
        (
            "```xml\n<key>API_KEY</key>\n<string>9fK2mQ7xLp4ZsT1vBn8RcY6dWh3JgE5a</string>\n```",
            "```xml\n<key>API_KEY</key>\n<string>[SECRET_1]</string>\n```",
        ),
        (
            "| User | Password | Note |\n|---|:--|---|\n| ada | S3cretpw | a1b2c3d4 |\n| bob | hunter2x | |\n\nOr:\n| a | S3cretpw |\n",
            "| User | Password | Note |\n|---|:--|---|\n| ada | [SECRET_1] | a1b2c3d4 |\n| bob | [SECRET_2] | |\n\nOr:\n| a | S3cretpw |\n",
        ),
    ]);
    check_none(&[
        "| | Password | Passkey |\n|---|---|---|\n| Phishing | no | S3cretpw |\n| Minimum | 12-16 | 100-150 |\n",
    ]);
}

#[test]
fn values_in_columns_of_comma_separated_values() {
    check(&[
        (
            "name,email,password\nada,ada@x.org,S3cret!x9\n\"Park, Bo\",bo@x.org,\"hunter,22\"\n",
            "name,email,password\nada,[EMAIL_1],[SECRET_1]\n\"Park, Bo\",[EMAIL_2],\"[SECRET_2]\"\n",
        ),
        (
            "```csv\nuser;password;note\nada;S3cretpw;a1b2c3d4e5\nbob;hunter2x;\n```\n",
            "```csv\nuser;password;note\nada;[SECRET_1];a1b2c3d4e5\nbob;[SECRET_2];\n```\n",
        ),
        (
            "```\napi_key,name\nx9B2c3D4e5F6g7H8i9J0k1L2,ada\n```\n",
            "```\napi_key,name\n[SECRET_1],ada\n```\n",
        ),
        (
            "Here is the file:\nid,user,password,created\n1,ada,S3cretpw,2024-01-02\n",
            "Here is the file:\nid,user,password,created\n1,ada,[SECRET_1],2024-01-02\n",
        ),
    ]);
    check_none(&[
        "We need name, email, password\nada, x, S3cretpw\n",
        "```python\nfrom x import name, password\nimport os, S3cretpw\n```\nThen, S3cretpw. Now,S3cretpw",
        "name,password\nada\n\nThen,S3cretpw",
        "```\nname,password\nada\nThen,S3cretpw\n```\nname,level\nada,S3cretpw\n",
    ]);
}

#[test]
fn values_in_what_is_around_them() {
    check(&[
        (
            "**API Key:** `9fK2mQ7xLp4ZsT1vBn8RcY6dWh3JgE5a`, *Secret key*: 9fK2mQ7xLp4ZsT1vBn8RcY6dWh3JgE5b",
            "**API Key:** `[SECRET_1]`, *Secret key*: [SECRET_2]",
        ),
        (
            "API key - 9fK2mQ7xLp4ZsT1vBn8RcY6dWh3JgE5a; Access token → 9fK2mQ7xLp4ZsT1vBn8RcY6dWh3JgE5b",
            "API key - [SECRET_1]; Access token → [SECRET_2]",
        ),
        (
            "Password: **Winter2024!** and the password is **Winter2024!**",
            "Password: **[SECRET_1]** and the password is **[SECRET_1]**",
        ),
        (
            "const password: string = \"Qw3rty!9\"; const API_KEY: &'static str = \"9fK2mQ7xLp4ZsT1vBn8RcY6dWh3JgE5a\";",
            "const password: string = \"[SECRET_1]\"; const API_KEY: &'static str = \"[SECRET_2]\";",
        ),
        (
            "#define API_KEY \"9fK2mQ7xLp4ZsT1vBn8RcY6dWh3JgE5a\"\nAPI_KEY=a4c123b1612dd272d1371c17149d4395",
            "#define API_KEY \"[SECRET_1]\"\nAPI_KEY=[SECRET_2]",
        ),
        (
            "variable \"db_password\" {\n  type = string\n  default = \"Sup3rS3cure#2024\"\n}",
            "variable \"db_password\" {\n  type = string\n  default = \"[SECRET_1]\"\n}",
        ),
        (
            "<td>Password</td><td>S3cretpw</td> <key>API_KEY</key>\n<string>9fK2mQ7xLp4ZsT1vBn8RcY6dWh3JgE5a</string>",
            "<td>Password</td><td>[SECRET_1]</td> <key>API_KEY</key>\n<string>[SECRET_2]</string>",
        ),
        (
            "AWS Secret Access Key [None]: 9fK2mQ7xLp4ZsT1vBn8RcY6dWh3JgE5aXyZ01234",
            "AWS Secret Access Key [None]: [SECRET_1]",
        ),
        (
            "SECRET_KEY = 'django-7#k2v!x_0q9$w8e3R1t5y6' client_secret: AbCd1234!",
            "SECRET_KEY = '[SECRET_1]' client_secret: [SECRET_2]",
        ),
        (
            "{\"Authorization\": \"Basic dXNlcjpwYXNzd29yZDE=\"} https://api.telegram.org/bot1881345368:AANe5NKA2196VWLkz3LxnxgV-27cbhbLVaw/getMe",
            "{\"Authorization\": \"Basic [SECRET_1]\"} https://api.telegram.org/[SECRET_2]/getMe",
        ),
    ]);
    check_none(&[
        "password = os.environ[\"DB_PASSWORD\"]; pw = config['db']['password']; password = params[:password]",
        "password: \"{{ vault_db_password }}\"\npassword: !vault |\nPassword: ••••••••\npassword: @Value",
        "--password \"$(cat /run/secrets/db)\" <input type=\"password\" autoComplete=\"current-password\">",
        "`Password`, `Theme::format_prompt`; pass -march=x86-64 on; \"Win_Authorization\",\n\"windows/Win32_System_Debug\"",
        "cache_key: 9fceb02d0ae598e95dc970b74767f19372d61af8, next_page_token: CAUQAA3x9z81k2m4n5",
        "secret: my-tls, imagePullSecrets, secretName: Web1-Tls!, client_secret: getSecret(\"A1b\")",
    ]);
}

#[test]
fn passwords_of_commands() {
    check(&[
        (
            "mysql -u root -pS3cret! db",
            "mysql -u root -p[SECRET_1] db",
        ),
        (
            "mysqldump -uroot -p'S3cret pw' db",
            "mysqldump -uroot -p'[SECRET_1]' db",
        ),
        (
            "sshpass -p 'S3cretpw' ssh ada@host",
            "sshpass -p '[SECRET_1]' ssh ada@host",
        ),
        (
            "sshpass -p hunter /usr/bin/redis-cli -a S3cretpw",
            "sshpass -p [SECRET_1] /usr/bin/redis-cli -a [SECRET_2]",
        ),
        (
            "docker login -u ada -p S3cretpw x.org",
            "docker login -u ada -p [SECRET_1] x.org",
        ),
        (
            "psql --password=S3cretpw --db-password S3cretpx --password 'a b c'",
            "psql --password=[SECRET_1] --db-password [SECRET_2] --password '[SECRET_3]'",
        ),
        (
            "```\nmysql -u root -phunter db\ndocker login -p test1x\n```",
            "```\nmysql -u root -p[SECRET_1] db\ndocker login -p [SECRET_2]\n```",
        ),
        (
            "PGPASSWORD=S3cretpw psql; MYSQL_PWD=horses x",
            "PGPASSWORD=[SECRET_1] psql; MYSQL_PWD=[SECRET_2] x",
        ),
        (
            "curl -u ada:S3cretpw https://x.org",
            "curl -u [SECRET_1] https://x.org",
        ),
        (
            "Authorization: Basic dXNlcjpwYXNz",
            "Authorization: Basic [SECRET_1]",
        ),
        (
            "curl -H \"X-Api-Key: a1B2c3D4e5F6\"",
            "curl -H \"X-Api-Key: [SECRET_1]\"",
        ),
    ]);
    check_none(&[
        "Use --password to set it, or --password option, --password-stdin; sshpass -p is insecure",
        "mysql -p, then the prompt. docker login -p or so. mkdir -p S3cretpw, ls -a S3cretpw",
        "sshpass -p \"$PASS\" ssh; docker login -p ${TOKEN}; mysql -p$PW; x --password=<password>",
        "docker login -p\nS3cretpw or --password\nS3cretpw, Authorization: Basic authentication",
        "PASSWORD=required PASSWORD=getenv(\"x\") DB_PASSWORD=settings.db_password --password=changeme",
    ]);
}

/// What begins with the mark of a variable, or with the word that stands for a password in documentation.
#[test]
fn passwords_that_look_like_placeholders() {
    for password in [
        "%23Kw4tRm62",
        "%24kw4tRm62",
        "$kw4tRm62",
        "(Kw4tRm62",
        "*Kw4tRm62",
        "{Kw4tRm62jUp}",
        "xXxX7qXw",
        "secret1987",
        "Password7!",
        "test4321",
        "Pass987",
        "%50assword7",
    ] {
        check(&[(
            &format!("Open amqp://weaver:{password}@looms.example/x now."),
            "Open amqp://[SECRET_1]@looms.example/x now.",
        )]);
    }
    check(&[
        ("password=%23Kw4tRm62jUp", "password=[SECRET_1]"),
        (
            "password: \"(Kw4tRm62jUp\", or password=$kw4tRm62",
            "password: \"[SECRET_1]\", or password=[SECRET_2]",
        ),
        (
            "api_key: {Kw4tRm62jUpDs8Xb3NfGc5H}",
            "api_key: {[SECRET_1]}",
        ),
        (
            "weaver:(Kw4tRm62@tcp(looms:3306)/x",
            "[SECRET_1]@tcp(looms:3306)/x",
        ),
    ]);
    check_none(&[
        "amqp://weaver:password@looms amqp://{user}:{password}@{host} amqp://%s:%s@%s/x amqp://a:%PW%@b",
        "amqp://weaver:[your-password]@looms amqp://weaver:${LOOM_PW}@looms amqp://weaver:********@looms",
        "token=$LOOM_TOKEN api_key: <your key> password: {{ secrets.LOOM_2 }} password: ${{ secrets.X }}",
        "password: (string, required) password: [1, 2, 3, 4] password = [a-z0-9]{8,} password: $(cat pw.txt)",
        "api_key: sk-xxxxxxxxxxxx, api_key: {config.looms_key}, key={weaverItem2}, password: $row->password",
    ]);
}
