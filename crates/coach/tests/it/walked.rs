//! Realistic answers, walked through: what once was taken for something else in them.

use coach::{Answer, Coach, Competency, EngineTraits, Feedback, feedback, gate};

use crate::said::{QUESTION, Said, said};

fn judged(text: &str, question: &str) -> Feedback {
    let said = said(text, Some(question));
    let feedback = feedback(&said.answer(), Coach::Rules);
    assert!(feedback.reason.is_none(), "{:?}", feedback.reason);
    feedback
}

fn level(feedback: &Feedback, of: Competency) -> Option<u8> {
    feedback.competencies.iter().find(|competency| competency.name == of).map(|competency| competency.level)
}

fn advice(feedback: &Feedback) -> Vec<&str> {
    feedback.improvements.iter().map(|advice| advice.text.as_str()).collect()
}

fn praise(feedback: &Feedback) -> Vec<&str> {
    feedback.strengths.iter().map(|strength| strength.text.as_str()).collect()
}

const BAKERY: &str = "so i'd been at the bakery for about a year and i'd noticed that every evening we threw away loads of bread \
    so i talked to the owner and i counted what was left for two weeks and then i made a list of what to bake on which day \
    and the waste went down by a third";

#[test]
fn what_had_happened_is_no_generality() {
    let feedback = judged(BAKERY, QUESTION);
    assert!(level(&feedback, Competency::Structure) >= Some(4), "{feedback:#?}");
    assert!(level(&feedback, Competency::Result) >= Some(2));
    assert!(!advice(&feedback).iter().any(|text| text.contains("in general")), "{:?}", advice(&feedback));
}

#[test]
fn what_i_have_done_i_did() {
    let text = "in my last job i've led three product launches with a team of nine people and i've cut the cost of each by a \
        fifth and i've built the whole plan for the next one with the sales people";
    let feedback = judged(text, QUESTION);
    assert!(!advice(&feedback).iter().any(|text| text.contains("what you yourself did")));
    assert!(level(&feedback, Competency::Specificity) >= Some(4));
}

#[test]
fn a_lesson_in_the_words_of_the_advice_makes_no_generality_and_no_result() {
    let text = "Last autumn I had to send a report to a client by Friday. I told my manager too late that the numbers were \
        missing. I called the client and I asked for three more days. Next time I would do it better and order the numbers two \
        weeks ahead.";
    let feedback = judged(text, "Tell me about a time when you missed a deadline.");
    assert!(!advice(&feedback).iter().any(|text| text.contains("in general")), "{:?}", advice(&feedback));
    assert!(!praise(&feedback).iter().any(|text| text.contains("result")), "{:?}", praise(&feedback));
    assert!(praise(&feedback).iter().any(|text| text.contains("what you took from it")));
}

#[test]
fn a_lesson_that_one_gives_is_none_that_one_took() {
    let text = "Last spring I taught fractions to a class of twenty six pupils. So I planned a lesson on fractions with paper \
        strips. I cut the strips and I asked the pupils to fold them. At the end nineteen pupils could explain a half.";
    let feedback = judged(text, "Walk me through a lesson that went well.");
    assert!(
        !praise(&feedback).iter().any(|text| text.contains("what you took from it")),
        "{:?}",
        praise(&feedback)
    );
}

#[test]
fn before_and_after_is_no_alternative_and_since_when_is_no_reason() {
    let text = "I have worked there since I left school. Last year I rewrote the letters to old customers. My sales rose by 40 \
        percent compared to the year before, and there was the risk of a fire in the store, so I checked the alarms.";
    let praised = judged(text, QUESTION);
    let praised = praise(&praised);
    assert!(
        !praised.iter().any(|text| text.contains("another way") || text.contains("why you did it")),
        "{praised:?}"
    );
}

#[test]
fn what_others_did_is_not_the_speakers() {
    let text = "Last winter the heating of the school broke down on a Monday. I called the plumber. He came and repaired the \
        pipe. The children could stay and the lessons went on.";
    let feedback = judged(text, "Tell me about a time when you solved a problem.");
    let quoted =
        |text: &str| feedback.strengths.iter().flat_map(|s| &s.evidence).any(|e| e.quote.contains(text));
    assert!(!quoted("repaired"), "{:#?}", feedback.strengths);
}

#[test]
fn capitals_that_are_no_names_name_nothing() {
    let text = "Last week I told the guests that I'll be there and they said OK I'd better wait. Honestly Nobody was angry with \
        me in the end and Eventually they thanked me for the good time that they had had";
    assert!(!praise(&judged(text, QUESTION)).iter().any(|text| text.contains("name things")));
}

#[test]
fn a_result_told_by_a_rating_is_one() {
    let text = "When I worked at a small hotel the guests complained about the breakfast. I asked twenty guests and I wrote a one \
        page checklist for the kitchen. Six weeks later the rating on Booking was up from 3.8 to 4.6 out of 5.";
    let feedback = judged(text, QUESTION);
    assert!(level(&feedback, Competency::Result) >= Some(3), "{feedback:#?}");
    assert!(!feedback.detailed_feedback.unwrap().contains("speaks to the judge"));
}

#[test]
fn good_answers_are_on_topic_in_words_of_their_own() {
    for (question, text) in [
        (
            "What is your greatest weakness?",
            "honestly i find it hard to say no so i end up with far too much on my plate and then i am up late so for a year now i \
             write a list every morning with three lines and what does not fit has to wait and people know they can count on me",
        ),
        (
            "How do you handle a situation where two people on your team disagree?",
            "I would sit down with both of them and let each one tell me how they see it. Then I would ask what they both want in the \
             end because mostly that is the same thing and from there it is only about the way.",
        ),
        (
            "What are you most proud of outside of work?",
            "I ran a marathon in the spring although I had never run more than five kilometres before. I got up at five each morning \
             for eight months and in the rain too and in the end I crossed the line after four hours and ten minutes.",
        ),
    ] {
        assert_eq!(gate(&said(text, Some(question)).answer()), Ok(()), "{question}");
    }
}

#[test]
fn what_one_would_do_is_not_looked_through_for_a_story() {
    for question in [
        "What would you do in a situation where a customer shouts at you?",
        "How would you handle a conflict between two colleagues?",
        "Why did you leave your last company?",
    ] {
        let text = "I would first listen to what the customer says and then I would ask my colleagues what happened before I decide \
            anything because people calm down when somebody listens to them and that is most of the work.";
        let feedback = judged(text, question);
        assert_eq!(level(&feedback, Competency::Structure), None, "{question}");
        assert!(!advice(&feedback).iter().any(|text| text.contains("in general")), "{question}");
    }
}

#[test]
fn what_was_not_done_or_would_have_been_is_neither_deed_nor_number() {
    let text = "my grandmother did not want to go to the hospital although she had fallen so i sat down with her and i did not talk \
        about the hospital at all i asked her what she was afraid of and the doctor explained that it would be two hours in the end \
        she went and since then she calls me first";
    let feedback = judged(text, "Give me an example of how you persuaded somebody.");
    let quoted =
        |text: &str| feedback.strengths.iter().flat_map(|s| &s.evidence).any(|e| e.quote.contains(text));
    assert!(!quoted("did not talk") && !quoted("two hours"), "{:#?}", feedback.strengths);
}

#[test]
fn a_question_about_the_person_is_not_held_to_the_parts_of_a_story() {
    let text = "I'm a nurse with eight years of experience, mostly in intensive care. I trained in Leeds and then I moved to London. \
        Last year I finished a course in ventilation. I'm looking for a role with more teaching in it because I enjoy bringing on \
        new staff.";
    let feedback = judged(text, "Tell me about yourself.");
    assert!(
        !praise(&feedback).iter().any(|text| text.contains("what came of it")),
        "{:?}",
        praise(&feedback)
    );
    assert!(!advice(&feedback).iter().any(|text| text.contains("what else you could have done")));
}

#[test]
fn a_result_told_by_how_it_is_now_is_one() {
    let text = "Before that everybody kept their own spreadsheet and we spent three hours comparing numbers. I built a dashboard for \
        our sales team and I connected it to our CRM. Now the Monday meeting takes thirty minutes. No payment failed. At Christmas \
        my boss thanked me for it.";
    let feedback = judged(text, "Describe a project you are proud of.");
    let quotes: Vec<&str> = feedback
        .competencies
        .iter()
        .flat_map(|of| &of.evidence)
        .map(|evidence| evidence.quote.as_str())
        .collect();
    assert!(quotes.contains(&"Now the Monday meeting takes thirty minutes."), "{quotes:?}");
    assert!(quotes.contains(&"No payment failed."), "{quotes:?}");
    let named = feedback.strengths.iter().find(|strength| strength.text.contains("name things"));
    assert!(named.is_none_or(|named| !named.evidence[0].quote.contains("Christmas")));
}

#[test]
fn what_only_ended_well_is_told_so_in_the_candidates_words() {
    let text = "I worked with a guy who never answered emails. It was annoying. We needed his numbers for the report. I tried to talk \
        to him and in the end it worked out fine and we got along well after that. I think communication is really important in a \
        team and you always have to see both sides.";
    let feedback = judged(text, "Describe a situation where you had to work with someone difficult.");
    assert_eq!(level(&feedback, Competency::Result), Some(1));
    assert!(level(&feedback, Competency::Structure) <= Some(3));
    let ended_well =
        advice(&feedback).into_iter().find(|text| text.contains("ended well")).unwrap_or_default();
    assert!(ended_well.contains("“I tried to talk to him and in the end it worked out fine"), "{ended_well}");
}

/// Correcting one word says nothing of the others.
#[test]
fn one_corrected_word_makes_no_others_sure() {
    let heard = doubtful();
    let text = heard.text.replace("post grass", "Postgres");
    let words = coach::align(&heard.words, &text);
    let corrected = Answer { text: &text, words: &words, corrected: true, ..heard.answer() };
    let (before, after) = (feedback(&heard.answer(), Coach::Rules), feedback(&corrected, Coach::Rules));
    for of in [Competency::Structure, Competency::Result] {
        assert_eq!(level(&before, of), level(&after, of), "{of:?}");
    }
    assert!(after.competencies.iter().all(|competency| competency.uncertain));
    let evidence: Vec<_> = after.competencies.iter().flat_map(|competency| &competency.evidence).collect();
    assert!(evidence.iter().any(|evidence| evidence.quote.contains("Postgres")), "{evidence:?}");
}

/// As the basic engine hears: no punctuation, and some words it is not sure of.
fn doubtful() -> Said {
    let text = "last year i worked at a small shop and the search was slow i added an index in post grass and i measured it again \
        because guessing had cost us a week as a result the pages load in two seconds and sales rose by twelve percent";
    let mut heard = said(text, Some(QUESTION));
    heard.engine = EngineTraits { keeps_filled_pauses: true, accurate: false };
    for word in heard.words.iter_mut().skip_while(|word| word.text != "result") {
        word.confidence = Some(0.05);
    }
    heard
}
