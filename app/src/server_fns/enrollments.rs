//! `POST /enrollments`: the buttons of the page, and the box for an id.

use super::posted::{Answer, Posted};
use crate::{
    error::Problem,
    forms::enrollment::{Action, EnrollmentForm},
    pages::enrollments::{PATH, Refusal, Shown, Why},
    session::flash::{Flash, NamedCourse},
};
use axum::response::{IntoResponse, Redirect, Response};
use contract::{
    CourseId, UserId,
    enrollment::{CreateEnrollment, EnrollmentStatus, EnrollmentView, UpdateEnrollment},
};
use leptos::prelude::provide_context;
use service::{Error, ctx::Actor};

/// Does what the form says and goes back to the list that it was in, or answers with that list and
/// why nothing was done.
pub(crate) async fn change(Posted { pairs, answer }: Posted) -> Response {
    let form = EnrollmentForm::from_pairs(pairs);
    let Some(action) = form.action else {
        return answer.with_problem(Problem::Unreadable).await;
    };
    let me = match &answer.ctx.actor {
        Actor::User(person) => person.id,
        Actor::Anonymous => return to_sign_in(&answer, form),
        // The page says why it cannot be shown to them.
        _ => return answer.with_page(|| {}).await,
    };
    let back = Redirect::to(answer.here().as_str());
    if form.owner.is_some_and(|owner| owner != me) {
        Flash::OtherAccount.leave(&answer.session).await;
        return back.into_response();
    }
    let course = match form.course() {
        Ok(course) => course,
        Err(code) => return refuse(answer, form, Why::BadId(code)).await,
    };
    // On the heap: debug builds hold each of the services' futures on the stack otherwise.
    match Box::pin(act(&answer, me, action, course)).await {
        Ok(flash) => {
            flash.leave(&answer.session).await;
            back.into_response()
        }
        Err(Error::Unauthenticated(_)) => to_sign_in(&answer, form),
        Err(error) => match why(&answer, me, course, error).await {
            Ok(why) => refuse(answer, form, why).await,
            Err(problem) => answer.with_problem(problem).await,
        },
    }
}

async fn act(
    answer: &Answer,
    me: UserId,
    action: Action,
    course: CourseId,
) -> Result<Flash, Error> {
    let (service, ctx) = (&answer.state.services.enrollment, &answer.ctx);
    Ok(match action {
        Action::Enroll => {
            let command = CreateEnrollment { course_id: course };
            Flash::Enrolled(service.enroll(ctx, me, command).await?.into())
        }
        Action::Drop => Flash::Dropped(service.remove(ctx, me, course).await?.into()),
        Action::Resume => {
            let command = UpdateEnrollment {
                enrollment_status: EnrollmentStatus::Active,
            };
            let view = service.update(ctx, me, course, command, None).await?;
            Flash::Resumed(view.into())
        }
    })
}

/// Why nothing was done: how the enrollment stands says more than the error.
async fn why(answer: &Answer, me: UserId, course: CourseId, error: Error) -> Result<Why, Problem> {
    let problem = Problem::noted(&error);
    if !matches!(problem, Problem::NotFound | Problem::Conflict) {
        return passing(problem);
    }
    let service = &answer.state.services.enrollment;
    match service.get(&answer.ctx, me, course).await {
        Ok(view) => Ok(standing(view)),
        Err(Error::NotFound) => Ok(Why::NotEnrolled(NamedCourse {
            id: course,
            title: None,
        })),
        Err(error) => passing(Problem::noted(&error)),
    }
}

fn standing(view: EnrollmentView) -> Why {
    let status = view.enrollment_status;
    Why::Standing(view.into(), status)
}

fn passing(problem: Problem) -> Result<Why, Problem> {
    if problem.is_passing() {
        Ok(Why::Passing(problem))
    } else {
        Err(problem)
    }
}

async fn refuse(answer: Answer, form: EnrollmentForm, why: Why) -> Response {
    let refusal = Refusal {
        why,
        typed: form.course,
    };
    answer
        .with_page(move || provide_context(refusal.clone()))
        .await
}

/// Leads to sign-in, after which the box for an id holds the course, and no other button was pressed.
fn to_sign_in(answer: &Answer, form: EnrollmentForm) -> Response {
    let shown = Shown {
        course: (form.action == Some(Action::Enroll)).then_some(form.course),
        ..Shown::of(&answer.here())
    };
    let back = crate::ReturnPath::parse(&shown.href()).map(|back| back.encoded());
    let back = back.unwrap_or_else(|| PATH.to_owned());
    Redirect::to(&format!("/sign-in?return_to={back}")).into_response()
}
