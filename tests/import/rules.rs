//! What rows become, kind by kind. Days are days since 1970-01-01: 2024-01-01 is 19723.

use mainstay::import::DateOrder;

use crate::shelf::{Shelf, counts, rejects, request, warned};

/// A book with the accounts a-1 (Acme) and a-2 (Beta GmbH).
fn shelf() -> Shelf {
    let mut shelf = Shelf::new();
    let report = shelf.import(
        "accounts",
        "external_id,name,domain,segment,csm,stage,signed_on,tags\n\
         a-1,Acme,acme.com,High_Touch,Ann Lee,Adoption,2024-01-01,VIP;eu\n\
         a-2,Beta GmbH,,Mid touch,Bob,,,\n",
    );
    assert_eq!(counts(&report), [2, 2, 0, 0, 0]);
    shelf
}

#[test]
fn accounts_bring_their_segment_and_csm_and_keep_what_the_file_does_not_say() {
    let mut shelf = shelf();
    let all = "SELECT a.external_id, a.name, domain, s.name, t.name, stage, signed_on, tags FROM account a
               LEFT JOIN segment s ON s.id = segment_id LEFT JOIN team_member t ON t.id = csm_id ORDER BY a.id";
    let rows = ["a-1|Acme|acme.com|high-touch|Ann Lee|2|19723|vip;eu", "a-2|Beta GmbH|-|mid-touch|Bob|2|-|-"];
    assert_eq!(shelf.rows(all), rows);
    // A column that is not in the file stays; an empty cell clears.
    let report = shelf.import("accounts", "external_id,name,domain,csm\na-1,Acme Inc,,ANN-LEE\n");
    assert_eq!(counts(&report), [1, 0, 1, 0, 0]);
    assert_eq!(shelf.rows(all)[0], "a-1|Acme Inc|-|high-touch|Ann Lee|2|19723|vip;eu");
    // The journal holds what changed and nothing else.
    let last = shelf.one("SELECT tbl, op, new FROM journal ORDER BY seq DESC LIMIT 1");
    assert_eq!(last, r#"account|U|{"name":"Acme Inc","domain":null}"#);
}

#[test]
fn refused_records_name_line_column_value_and_reason_and_the_rest_is_kept() {
    let mut shelf = shelf();
    let report = shelf.import(
        "tickets",
        "external_id,account,opened_on,priority,satisfaction\n\
         t-1,a-1,2024-02-01,urgent,4\n\
         ,a-1,2024-02-01,high,\n\
         t-3,Acmee,2024-02-01,high,\n\
         t-4,a-1,2024-02-31,high,\n\
         1.03006E+13,a-1,2024-02-01,high,\n\
         t-6,a-1,2024-02-01,high,7\n\
         \n\
         Grand total,,,,\n",
    );
    assert_eq!(counts(&report), [7, 1, 0, 0, 6]);
    let lines: Vec<(u64, &str)> = rejects(&report).iter().map(|reject| (reject.0, reject.1)).collect();
    let expected = [
        (3, "external_id"),
        (4, "account"),
        (5, "opened_on"),
        (6, "external_id"),
        (7, "satisfaction"),
        (9, "account"),
    ];
    assert_eq!(lines, expected);
    assert_eq!(report.rejects[1].value, "Acmee");
    assert!(report.rejects[1].message.contains("Acme (a-1)"), "{}", report.rejects[1].message);
    assert!(report.rejects[3].message.contains("spreadsheet"));
    assert!(report.rejects[5].message.contains("footer"));
    assert_eq!(report.rejects[0].record, ["", "a-1", "2024-02-01", "high", ""]);
}

#[test]
fn accounts_are_found_by_id_then_domain_then_name_and_an_ambiguous_name_lists_them() {
    let mut shelf = shelf();
    shelf.import("accounts", "external_id,name\na-3,Twin\na-4,TWIN\n");
    let report = shelf.import(
        "signals",
        "account,date,kind\na-2,2024-01-02,x\nhttps://www.acme.com/,2024-01-02,y\nbeta-gmbh,2024-01-02,z\ntwin,2024-01-02,w\n",
    );
    assert_eq!(counts(&report), [4, 3, 0, 0, 1]);
    assert!(report.rejects[0].message.contains("Twin (a-3), TWIN (a-4)"), "{}", report.rejects[0].message);
    assert_eq!(shelf.rows("SELECT account_id FROM signal ORDER BY id"), ["2", "1", "2"]);
}

#[test]
fn unknown_accounts_are_made_on_request_and_only_for_rows_that_are_kept() {
    let mut shelf = shelf();
    let mut wanted =
        request("signals", "account,date,kind\nNew Co,2024-01-02,x\nNew Co,2024-01-03,x\nOther,never,x\n");
    wanted.create_accounts = true;
    assert_eq!(counts(&shelf.run(&wanted).unwrap()), [3, 2, 0, 0, 1]);
    assert_eq!(shelf.rows("SELECT external_id, name FROM account WHERE id > 2"), ["New Co|New Co"]);
}

#[test]
fn contracts_take_the_yearly_amount_exactly_and_warn_when_the_monthly_one_disagrees() {
    let mut shelf = shelf();
    let report = shelf.import(
        "contracts",
        "external_id,account,start,end,mrr,arr,currency\n\
         c-1,a-1,2024-01-01,2025-01-01,1234.56,,usd\n\
         c-2,a-1,2024-01-01,2024-01-01,100.00,1200.13,\n\
         c-3,a-1,2024-01-01,,100.00,1200.12,\n\
         c-4,a-1,2024-01-02,2024-01-01,1,,\n\
         c-5,a-1,2024-01-01,,,,\n\
         c-6,a-1,2024-01-01,,\"€ 1,000\",,\n\
         c-7,a-1,2024-01-01,,EUR 5,,USD\n\
         c-8,a-1,2024-01-01,,-5,,\n\
         c-9,a-1,2024-01-01,,1000,,JPY\n",
    );
    // 12 x 1234.56 = 14814.72; 13 minor units of difference warn, 12 do not; yen have no minor units.
    let rows = ["c-1|1481472|USD", "c-2|120013|-", "c-3|120012|-", "c-6|1200000|EUR", "c-9|12000|JPY"];
    assert_eq!(shelf.rows("SELECT external_id, yearly_minor, currency FROM contract ORDER BY id"), rows);
    assert_eq!(warned(&report, "12 times"), 1);
    let refused: Vec<u64> = rejects(&report).iter().map(|reject| reject.0).collect();
    assert_eq!(refused, [5, 6, 8, 9]);
    assert_eq!(
        counts(
            &shelf.import("contracts", "id,customer,start_date,arr_amount\nc-1,a-1,2024-01-01,14814.72\n")
        ),
        [1, 0, 0, 1, 0]
    );
}

#[test]
fn decimal_commas_and_day_first_dates_come_from_the_whole_column() {
    let mut shelf = shelf();
    let report = shelf.import(
        "contracts",
        "external_id;account;start;arr\nc-1;a-1;01.02.2024;1.234,50\nc-2;a-1;31.01.2024;99\nc-3;a-1;01.03.2024;2.000\n",
    );
    assert_eq!(report.rejected, 0);
    // 2024-02-01 is 19723 + 31, 2024-01-31 is 19723 + 30, 2024-03-01 is 19723 + 31 + 29.
    let rows = ["c-1|19754|123450", "c-2|19753|9900", "c-3|19783|200000"];
    assert_eq!(shelf.rows("SELECT external_id, start_on, yearly_minor FROM contract ORDER BY id"), rows);
    let either = "external_id,account,start,arr\nc-4,a-1,01/02/2024,5\n";
    let error = shelf.run(&request("contracts", either)).unwrap_err();
    assert!(error.what.contains("2024-02-01") && error.what.contains("2024-01-02"), "{error}");
    assert!(error.hint.as_ref().unwrap().contains("--dates"));
    let mut said = request("contracts", either);
    said.dates = Some(DateOrder::Mdy);
    shelf.run(&said).unwrap();
    assert_eq!(shelf.one("SELECT start_on FROM contract WHERE external_id = 'c-4'"), "19724");
}

#[test]
fn tickets_are_resolved_by_day_then_hours_then_status() {
    let mut shelf = shelf();
    let report = shelf.import(
        "tickets",
        "external_id,account,opened_on,resolved_on,resolution_hours,status,priority\n\
         t-1,a-1,2024-02-01,2024-02-09,27,open,P1\n\
         t-2,a-1,2024-02-01,,27,open,critical\n\
         t-3,a-1,2024-02-01,,23.9,,\n\
         t-4,a-1,2024-02-01,,,Solved,weird\n\
         t-5,a-1,2024-02-01,,,open,low\n\
         t-6,a-1,2023-02-01,2023-01-01,,open,Normal\n",
    );
    assert_eq!(report.rejected, 0);
    // 2024-02-01 is 19754; 27 h from 00:00 is the next day, 23.9 h the same day.
    let rows = ["19762|1", "19755|1", "19754|3", "19754|3", "-|4", "19358|3"];
    assert_eq!(shelf.rows("SELECT resolved_on, priority FROM ticket ORDER BY id"), rows);
    assert_eq!(warned(&report, "without a day"), 1);
    assert_eq!(warned(&report, "unknown priorities"), 1);
    assert_eq!(warned(&report, "before they were opened"), 1);
    assert_eq!(warned(&report, "before the account's signup"), 1);
}

#[test]
fn goals_are_one_goal_with_dated_updates() {
    let mut shelf = shelf();
    let file = "external_id,account,title,target,current,started_on,status,status_on\n\
                g-1,a-1,Faster,18,31,2024-01-01,on track,\n\
                g-1,a-1,Faster,18,25,,at risk,2024-02-01\n\
                g-1,a-1,Faster,18,17.5,,Achieved,2024-03-01\n\
                ,a-1,Cheaper,,,2024-01-01,on_track,\n\
                ,a-1,cheaper,,,,off-track,2024-02-01\n\
                ,a-2,Cheaper,,,,,\n";
    assert_eq!(counts(&shelf.import("goals", file)), [6, 6, 0, 0, 0]);
    let goals = ["g-1|1|Faster|18000000|19723", "-|1|Cheaper|-|19723", "-|2|Cheaper|-|-"];
    let all = "SELECT external_id, account_id, title, target_micro, started_on FROM goal ORDER BY id";
    // The title of the goal without an id is written in two ways: the later one counts.
    assert_eq!(shelf.rows(all)[0], goals[0]);
    assert_eq!(shelf.rows(all)[2], goals[2]);
    let updates = ["1|-|0|31000000", "1|19754|1|25000000", "1|19783|3|17500000", "2|-|0|-", "2|19754|2|-"];
    assert_eq!(
        shelf.rows("SELECT goal_id, updated_on, status, current_micro FROM goal_update ORDER BY id"),
        updates
    );
    assert_eq!(counts(&shelf.import("goals", file)), [6, 0, 0, 6, 0]);
    let more = "external_id,account,title,status,status_on\ng-1,a-1,Faster,missed,2024-03-01\ng-1,a-1,Faster,at risk,2024-04-01\n";
    assert_eq!(counts(&shelf.import("goals", more)), [2, 1, 1, 0, 0]);
}

#[test]
fn rows_without_an_id_are_matched_by_all_their_cells_one_to_one() {
    let mut shelf = shelf();
    let file = "account,date,kind,text,attendees\n\
                a-1,2024-01-02,call,hello,Ann;jo@acme.com\n\
                a-1,2024-01-02,call,hello,Ann;jo@acme.com\n\
                a-1,2024-01-02,call,hello,\n\
                a-1,2024-01-02,call,,\n";
    shelf.import("contacts", "account,name,email\na-1,Jo,jo@acme.com\n");
    assert_eq!(counts(&shelf.import("touchpoints", file)), [4, 4, 0, 0, 0]);
    let attended = "SELECT touchpoint_id, contact_id, name FROM touchpoint_attendee ORDER BY id";
    assert_eq!(shelf.rows(attended), ["1|-|Ann", "1|1|-", "2|-|Ann", "2|1|-"]);
    assert_eq!(counts(&shelf.import("touchpoints", file)), [4, 0, 0, 4, 0]);
    let backwards: Vec<&str> = file.lines().rev().collect();
    let backwards = [&["account,date,kind,text,attendees"], &backwards[..4]].concat().join("\n");
    assert_eq!(counts(&shelf.import("touchpoints", &backwards)), [4, 0, 0, 4, 0]);
    let more = format!("{file}a-1,2024-01-02,call,hello,Ann;jo@acme.com\n");
    assert_eq!(counts(&shelf.import("touchpoints", &more)), [5, 1, 0, 4, 0]);
}

#[test]
fn surveys_know_their_contact_and_refuse_impossible_answers() {
    let mut shelf = shelf();
    shelf.import("contacts", "external_id,account,name,email\np-1,a-1,Jo Doe,jo@acme.com\n");
    let report = shelf.import(
        "surveys",
        "account,contact,kind,score,scale,date\n\
         a-1,p-1,nps,10,,2024-01-02\na-1,JO@acme.com,nps,0,,2024-01-02\na-1,jo doe,csat,4,,2024-01-02\n\
         a-1,Kim,csat,8,10,2024-01-02\na-1,,CES,5,7,2024-01-02\n\
         a-1,,nps,11,,2024-01-02\na-1,,csat,6,,2024-01-02\na-1,,csat,-1,,2024-01-02\n",
    );
    let rows = [
        "1|-|0|10000000|-",
        "1|-|0|0|-",
        "1|-|1|4000000|-",
        "-|Kim|1|8000000|10000000",
        "-|-|2|5000000|7000000",
    ];
    let all = "SELECT contact_id, respondent, kind, score_micro, scale_micro FROM survey ORDER BY id";
    assert_eq!(shelf.rows(all), rows);
    assert_eq!(rejects(&report).iter().map(|reject| reject.0).collect::<Vec<_>>(), [7, 8, 9]);
}

#[test]
fn who_became_a_contact_since_is_known_again_and_doubles_nothing() {
    let mut shelf = shelf();
    let surveys = "account,contact,kind,score,date\n\
                   a-1,Zed,nps,10,2024-01-02\na-1,ZED@q.com,nps,10,2024-01-02\n\
                   a-1,Kim,nps,10,2024-01-02\na-1,,nps,10,2024-01-02\n";
    let touches = "account,date,kind,attendees\na-1,2024-01-02,call,Zed;Other\na-1,2024-01-02,call,Other;zed@q.com;zed\n";
    assert_eq!(counts(&shelf.import("surveys", surveys)), [4, 4, 0, 0, 0]);
    assert_eq!(counts(&shelf.import("touchpoints", touches)), [2, 2, 0, 0, 0]);
    shelf.import("contacts", "account,name,email\na-1,Zed,zed@q.com\n");
    assert_eq!(counts(&shelf.import("surveys", surveys)), [4, 0, 2, 2, 0]);
    let who = "SELECT contact_id, respondent FROM survey ORDER BY id";
    assert_eq!(shelf.rows(who), ["1|-", "1|-", "-|Kim", "-|-"]);
    assert_eq!(counts(&shelf.import("touchpoints", touches)), [2, 0, 2, 0, 0]);
    let attended =
        "SELECT touchpoint_id, contact_id, name FROM touchpoint_attendee ORDER BY touchpoint_id, id";
    assert_eq!(shelf.rows(attended), ["1|1|-", "1|-|Other", "2|-|Other", "2|1|-"]);
    assert_eq!(counts(&shelf.import("surveys", surveys)), [4, 0, 0, 4, 0]);
    assert_eq!(counts(&shelf.import("touchpoints", touches)), [2, 0, 0, 2, 0]);
}

#[test]
fn signals_fold_their_kind() {
    let mut shelf = shelf();
    shelf.import("signals", "account,date,kind\na-1,2024-01-02,Competitor\na-1,2024-01-02,Churn_Notice\na-1,2024-01-02,Odd Thing\n");
    let kinds = ["competitor evaluation", "churn notice", "odd thing"];
    assert_eq!(shelf.rows("SELECT kind FROM signal ORDER BY id"), kinds);
}

#[test]
fn usage_of_a_file_replaces_itself_with_a_warning_and_a_later_file_replaces_the_book() {
    let mut shelf = shelf();
    shelf.import("contracts", "external_id,account,start,end,mrr\nc-1,a-1,2024-01-01,2024-06-01,5\n");
    let report = shelf.import(
        "usage",
        "account,contract,date,metric,value\n\
         ,c-1,2024-01-08,Active Users,3\na-1,,2024-01-08,active_users,5\na-1,,2024-01-08,active_users,7\n\
         a-1,c-1,2023-12-31,logins,1.5\na-2,c-1,2024-01-08,logins,1\na-2,,2024-01-08,logins,\n\
         a-1,,2024-06-02,logins,0.25\n",
    );
    let all =
        "SELECT account_id, m.name, used_on, contract_id, value FROM usage JOIN metric m ON m.id = metric_id";
    let rows = [
        "1|active_users|19730|0|7",
        "1|active_users|19730|1|3",
        "1|logins|19722|1|1.5",
        "1|logins|19876|0|0.25",
    ];
    assert_eq!(shelf.rows(all), rows);
    // Of seven records two are refused, and one is replaced by the next.
    assert_eq!(counts(&report), [7, 4, 0, 1, 2]);
    assert_eq!(warned(&report, "replace an earlier"), 1);
    assert_eq!(warned(&report, "before the contract"), 1);
    assert_eq!(warned(&report, "after the contract"), 1);
    assert_eq!(
        rejects(&report).iter().map(|reject| (reject.0, reject.1)).collect::<Vec<_>>(),
        [(6, "contract"), (7, "value")]
    );
    let days = "SELECT kind, m.name, used_on, row_count FROM usage_day JOIN metric m ON m.id = subject_id ORDER BY 2, 3";
    assert_eq!(shelf.rows(days), ["0|active_users|19730|2", "0|logins|19722|1", "0|logins|19876|1"]);
    shelf.sql.execute("DELETE FROM dirty", []).unwrap();
    let later = shelf.import(
        "usage",
        "account,date,metric,value\na-1,2024-01-08,ACTIVE-USERS,9\na-2,2024-01-08,logins,1\n",
    );
    assert_eq!(counts(&later), [2, 1, 1, 0, 0]);
    assert_eq!(shelf.rows("SELECT account_id FROM dirty"), ["1", "2"]);
    let overwrote = "SELECT table_kind, account_id, used_on, contract_id, old FROM import_overwrote";
    assert_eq!(shelf.rows(overwrote), ["0|1|19730|0|7"]);
    assert_eq!(shelf.one(&format!("SELECT count(*) FROM import_made WHERE run_id = {}", later.run)), "1");
    // The triggers are back: another program's row is counted and marked.
    shelf.sql.execute("DELETE FROM dirty", []).unwrap();
    shelf.sql.execute("INSERT INTO usage VALUES (2, 1, 19999, 0, 1)", []).unwrap();
    assert_eq!(shelf.rows("SELECT account_id FROM dirty"), ["2"]);
}

#[test]
fn wide_usage_makes_a_metric_of_every_column_of_numbers() {
    let mut shelf = shelf();
    let mut wide = request(
        "usage",
        "account,date,logins,note,api calls\na-1,2024-01-08,3,fine,1000\na-1,2024-01-15,,,0\n",
    );
    let error = shelf.run(&wide).unwrap_err();
    assert!(error.hint.as_ref().unwrap().contains("--wide"), "{error}");
    wide.wide = true;
    let report = shelf.run(&wide).unwrap();
    assert_eq!(report.unmapped, ["note"]);
    let all = "SELECT m.name, used_on, value FROM usage JOIN metric m ON m.id = metric_id ORDER BY 1, 2";
    assert_eq!(shelf.rows(all), ["api calls|19730|1000", "api calls|19737|0", "logins|19730|3"]);
    assert_eq!(counts(&shelf.run(&wide).unwrap()), [2, 0, 0, 2, 0]);
}

#[test]
fn uses_of_a_feature_on_a_day_are_added_within_a_file_and_replaced_by_the_next() {
    let mut shelf = shelf();
    let file = "account,date,feature,uses,usage_id\na-1,2024-01-08,Export,2,u-1\na-1,2024-01-08,export,3,u-1\na-1,2024-01-08,x,-1,\n";
    let report = shelf.import("features", file);
    assert_eq!(counts(&report), [3, 2, 0, 0, 1]);
    assert_eq!(warned(&report, "ids that stand twice"), 1);
    assert_eq!(
        shelf.rows("SELECT name, in_catalog, uses FROM feature JOIN feature_use ON feature_id = id"),
        ["Export|0|5"]
    );
    assert_eq!(counts(&shelf.import("features", file)), [3, 0, 0, 2, 1]);
    shelf.import("catalog", "feature,core,advanced,plans\nexport,yes,no,Pro;Basic\n");
    assert_eq!(shelf.rows("SELECT name, in_catalog, core, plans FROM feature"), ["export|1|1|Pro;Basic"]);
}

#[test]
fn ids_that_stand_twice_warn_and_the_later_record_counts() {
    let mut shelf = shelf();
    let file = "external_id,name\na-9,First\na-9,Second\n";
    let report = shelf.import("accounts", file);
    assert_eq!(counts(&report), [2, 1, 0, 1, 0]);
    assert_eq!(report.warnings[0].line, 3);
    assert_eq!(shelf.one("SELECT name FROM account WHERE external_id = 'a-9'"), "Second");
    assert_eq!(counts(&shelf.import("accounts", file)), [2, 0, 0, 2, 0]);
}

#[test]
fn accounts_above_may_come_later_in_the_file() {
    let mut shelf = shelf();
    let file = "external_id,name,parent\na-5,Child,Mother Inc\na-6,Mother Inc,a-6\na-7,Other,Nobody\n";
    let report = shelf.import("accounts", file);
    let above = "SELECT c.external_id, p.external_id FROM account c LEFT JOIN account p ON p.id = c.parent_id WHERE c.id > 2";
    assert_eq!(shelf.rows(above), ["a-5|a-6", "a-6|-", "a-7|-"]);
    assert_eq!(warned(&report, "accounts above"), 2);
    assert_eq!(counts(&shelf.import("accounts", file)), [3, 0, 0, 3, 0]);
}

#[test]
fn onboardings_steps_plans_renewals_and_tasks_import_and_import_again() {
    let mut shelf = shelf();
    shelf.import("contracts", "external_id,account,start,mrr\nc-1,a-1,2024-01-01,5\n");
    let files = [
        ("onboardings", "external_id,account,template,started_on,ended_on\no-1,a-1,fast,2024-01-01,\n"),
        (
            "steps",
            "onboarding,account,title,required,due_on,done_on,owner\n\
             o-1,a-1,Kick-off,,2024-01-03,2024-01-02,Ann Lee\no-1,a-1,Training,no,2024-01-09,,\no-1,a-1,Training,yes,2024-01-16,,\n",
        ),
        (
            "plans",
            "account,quarter,written_on,status,goals,section,item,owner\n\
             a-1,2024-Q1,2024-01-05,,Grow,risk,Sponsor leaves,Ann\na-1,2024Q1,2024-01-05,,Grow,milestone,Live,\na-2,2024-Q1,2024-01-05,agreed,,,,\n",
        ),
        ("renewals", "account,contract,due_on,stage,amount\na-1,c-1,2025-01-01,Quoted,60\n"),
        ("tasks", "account,title,owner,due_on\na-1,Call,Ann Lee,2024-01-09\n,Tidy up,,\n"),
    ];
    for (kind, file) in files {
        let report = shelf.import(kind, file);
        assert_eq!((report.created, report.rejected), (report.read, 0), "{kind} {:?}", report.rejects);
        let again = shelf.import(kind, file);
        assert_eq!((again.unchanged, again.updated), (again.read, 0), "{kind}");
    }
    assert_eq!(
        shelf.rows("SELECT position, title, required FROM step"),
        ["1|Kick-off|1", "2|Training|0", "3|Training|1"]
    );
    assert_eq!(shelf.rows("SELECT quarter, status FROM plan"), ["2024-Q1|draft", "2024-Q1|agreed"]);
    assert_eq!(shelf.rows("SELECT plan_id, section, position FROM plan_item"), ["1|risk|1", "1|milestone|2"]);
    assert_eq!(shelf.rows("SELECT stage, amount_minor, contract_id FROM renewal"), ["quoted|6000|1"]);
    let done = shelf.import("steps", "onboarding,account,title,due_on,done_on\no-1,a-1,Kick-off,2024-01-03,2024-01-04\no-1,a-2,Kick-off,2024-01-03,\n");
    assert_eq!(counts(&done), [2, 0, 1, 0, 1]);
}
