using System.Text.RegularExpressions;
using Massar.Features.Attendance.Domain;
using Massar.Features.Certificates.Domain;
using Massar.Features.Decisions.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Features.Payslips.Domain;
using Massar.Features.Registrations.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Ui;
using Massar.Infrastructure.Web;
using Massar.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Accounts = Massar.Features.Accounts;
using Attendance = Massar.Features.Attendance;
using Certificates = Massar.Features.Certificates;
using Decisions = Massar.Features.Decisions;
using Documents = Massar.Features.Documents;
using Marks = Massar.Features.Marks;
using Mobility = Massar.Features.Mobility;
using Notices = Massar.Features.Notices;
using Payslips = Massar.Features.Payslips;
using Portal = Massar.Features.Portal;
using Registrations = Massar.Features.Registrations;
using ReportCards = Massar.Features.ReportCards;
using Schools = Massar.Features.Schools;

namespace Massar.Tests.Shape;

/// <summary>
/// The pages people meet most, drawn over models that never change, in Arabic and French, against what was approved:
/// a word, a label or a link that moves is seen by whoever moved it. No database is asked.
/// </summary>
public sealed partial class PartialSnapshotTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static readonly DateTime Instant = new(2026, 11, 20, 9, 30, 0, DateTimeKind.Utc);
    private static readonly DateOnly Day = new(2026, 11, 20);

    /// <param name="Partial">What is drawn.</param>
    /// <param name="Model">Over what.</param>
    /// <param name="Role">Who reads; null for somebody who is not signed in.</param>
    private sealed record Picture(Type Partial, object Model, string? Role)
    {
        /// <summary>What a form gets besides its model after a refusal.</summary>
        public object? Sent { get; init; }

        public Refusal? Refusal { get; init; }

        /// <summary>With the frame around it, as a browser gets it on its first visit.</summary>
        public bool Whole { get; init; }
    }

    private static Picture Of<TPartial, TModel>(TModel model, string? role) where TPartial : Partial<TModel> where TModel : notnull => new(typeof(TPartial), model, role);

    private static Picture Drawn<TDrawn, TModel>(TModel model, string? role) where TDrawn : IDrawn<TModel> where TModel : notnull => new(typeof(TDrawn), model, role);

    public static TheoryData<string, string> Names()
    {
        var names = new TheoryData<string, string>();
        foreach (var name in Pictures.Keys)
            foreach (var language in (string[])["ar", "fr"])
                names.Add(name, language);
        return names;
    }

    [Theory, MemberData(nameof(Names))]
    public async Task A_page_looks_as_it_was_approved(string name, string language) =>
        Snapshot.MatchHtml($"{name}.{language}", await Draw(Pictures[name], language));

    [Fact]
    public void Every_approved_page_is_still_compared()
    {
        var compared = Pictures.Keys.SelectMany(n => (string[])[$"{n}.ar", $"{n}.fr"]).Concat(PaperSnapshotTests.Names).ToHashSet();

        Assert.NotEmpty(Snapshot.Approved);
        Assert.Empty(Snapshot.Approved.Except(compared));
    }

    private async Task<string> Draw(Picture picture, string language)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        services.GetRequiredService<Reader>().Language = language;
        if (picture.Role is not null)
            services.GetRequiredService<CurrentUser>().Enter(
                new SessionView(1, 7, "العلوي سلمى", "Alaoui Salma", null, new WornHat(1, picture.Role, 40, "/1/2/3/40/"), 1, true, null, 70, 71, 72), "token", byCookie: true);
        using var body = new MemoryStream();
        var http = new DefaultHttpContext { RequestServices = services, Response = { Body = body }, Request = { Method = "GET", Path = "/somewhere", Scheme = "https", Host = new HostString("massar.test") } };
        if (!picture.Whole)
            http.Request.Headers["HX-Request"] = "true";
        services.GetRequiredService<IHttpContextAccessor>().HttpContext = http;
        var parameters = new Dictionary<string, object?> { ["Model"] = picture.Model };
        if (picture.Refusal is not null)
            (parameters["Sent"], parameters["Refusal"]) = (picture.Sent, picture.Refusal);

        await new PartialAnswer(picture.Partial, parameters).ExecuteAsync(http);

        var html = System.Text.Encoding.UTF8.GetString(body.ToArray());
        // A model here that names a sentence nobody wrote would be approved with its key in it.
        foreach (Match key in Key().Matches(html))
            Assert.False(Areas.Contains(key.Groups[1].Value), $"{key.Value} has no sentence");
        return html;
    }

    private static readonly SortedDictionary<string, Picture> Pictures = new(StringComparer.Ordinal)
    {
        ["frame.visitor"] = Of<Portal.ShowHome.Card, Portal.ShowHome.Home>(new(null, null), null) with { Whole = true },
        ["frame.head"] = Of<Marks.ReviewSheets.Board, Marks.ReviewSheets.Follow>(new(1, false, false, 1, 1, [], 0, 0, 0), Roles.Head) with { Whole = true },
        ["frame.fault"] = Of<FaultPartial, string>("0HN7-2026", null) with { Whole = true },
        ["ui.refused"] = Of<RefusalPartial, Refusal>(Refusal.NotFound, Roles.Teacher),
        ["ui.refused-with-next-step"] = Of<RefusalPartial, Refusal>(Refusal.Conflict("decisions.not-now").Next("decisions.not-now-next"), Roles.HrManager),

        ["accounts.sign-in"] = Of<Accounts.SignIn.Form, Accounts.SignIn.Query>(new("/marks/mine"), null),
        ["accounts.sign-in.refused"] = Of<Accounts.SignIn.Form, Accounts.SignIn.Query>(new(""), null) with
        {
            Sent = new Accounts.SignIn.Command("Z130000001", "", new Accounts.Domain.Visit("192.0.2.1", null, null), null),
            Refusal = new Refusal(RefusalKind.Invalid, new Said("accounts.sign-in.wrong")).Next("accounts.sign-in.wrong.next"),
        },

        ["portal.home.pupil"] = Of<Portal.ShowHome.Card, Portal.ShowHome.Home>(new("إعدادية الأرز", "Collège Al Arz"), Roles.Pupil),
        ["portal.home.head"] = Of<Portal.ShowHome.Card, Portal.ShowHome.Home>(new("إعدادية الأرز", "Collège Al Arz"), Roles.Head),

        ["attendance.calls"] = Of<Attendance.ListMyCalls.List, Attendance.ListMyCalls.MyCalls>(
            new(Day, Day, Hours.All[0], Hours.All,
            [
                new(new SessionKey(32, "MATH", Day, "M1"), "1APIC-2", "الرياضيات", "Mathématiques", null, 0, 0) { IsCover = true },
                new(Session, "1APIC-1", "الرياضيات", "Mathématiques", Instant, 2, 1),
            ]), Roles.Teacher),
        ["attendance.calls.none"] = Of<Attendance.ListMyCalls.List, Attendance.ListMyCalls.MyCalls>(new(Day, Day, Hours.All[0], Hours.All, []), Roles.Teacher),
        ["attendance.call"] = Of<Attendance.CallRoll.Form, Attendance.CallRoll.Roll>(Roll(null), Roles.Teacher),
        ["attendance.call.saved"] = Of<Attendance.CallRoll.Form, Attendance.CallRoll.Roll>(Roll(Saved()), Roles.Teacher),
        ["attendance.call.met"] = Of<Attendance.CallRoll.Form, Attendance.CallRoll.Roll>(Roll(Saved()), Roles.Teacher) with
        {
            Sent = new Attendance.CallRoll.Command(Session, "", null, new Dictionary<string, string> { ["Z130000002"] = "L" }),
            Refusal = Refusal.Conflict("attendance.call.met").Next("attendance.call.met.next"),
        },
        ["attendance.correct"] = Of<Attendance.CorrectCall.Form, Attendance.CorrectCall.CallPage>(
            new(5, SessionOf(), Saved(), Called(), [new("العلوي عمر", "Alaoui Omar", Presence.Present, Presence.Absent, "حضر متأخرا", "بناني يونس", "Bennani Younes", Instant)]), Roles.Supervisor),
        ["attendance.board"] = Of<Attendance.ShowBoard.Board, Attendance.ShowBoard.DayBoard>(
            new(Day, Day, true,
            [new(31, "1APIC-1", true, [new(5, "M1", 1, 1)], ["M2"]), new(32, "1APIC-2", false, [], ["M1", "M2"])],
            [
                new(70, "Z130000001", "العلوي عمر", "Alaoui Omar", "1APIC-1", ["M1"], [], AbsenceState.Noted, Instant),
                new(71, "Z130000002", "بناني هاجر", "Bennani Hajar", "1APIC-1", [], ["M1"], null, null),
            ], 1, 1, 1, [new(4, "التازي آدم", "Tazi Adam", "1APIC-1", 6, "بناني يونس", "Bennani Younes", Instant)], Hours), Roles.Supervisor),
        ["attendance.board.empty"] = Of<Attendance.ShowBoard.Board, Attendance.ShowBoard.DayBoard>(new(Day, Day, false, [], [], 0, 0, 0, [], Hours), Roles.Supervisor),
        ["attendance.follow-ups"] = Of<Attendance.CloseFollowUp.List, Attendance.CloseFollowUp.OpenFollowUps>(
            new(1, 1, 2,
            [
                new(4, 72, "التازي آدم", "Tazi Adam", "1APIC-1", 6, 7, "بناني يونس", "Bennani Younes", Instant, null, null),
                new(3, 70, "العلوي عمر", "Alaoui Omar", "1APIC-1", 3, 3, null, null, Instant.AddDays(-4), 9, Day.AddDays(-3)),
            ]), Roles.Supervisor),
        ["attendance.letters"] = Of<Attendance.HandOverLetter.List, Attendance.HandOverLetter.Letters>(
            new(Day, 1, 1, 1,
            [
                new(9, 70, "العلوي عمر", "Alaoui Omar", "12/2026", false, 3, null, Instant.AddDays(-1), null, null),
                new(8, 72, "التازي آدم", "Tazi Adam", "11/2026", true, null, new DateTime(2026, 11, 18, 10, 0, 0), Instant.AddDays(-6), Day.AddDays(-4), HandedWay.Registered),
            ]), Roles.Supervisor) with
        {
            Sent = new Attendance.HandOverLetter.Command(9, "2026-11-25", ""),
            Refusal = Refusal.Invalid(new Dictionary<string, Said> { ["HandedOn"] = new("attendance.letter.handed-on.wrong"), ["Way"] = new("attendance.letter.way.needed") }),
        },
        ["attendance.interruptions"] = Of<Attendance.FollowInterruption.List, Attendance.FollowInterruption.StayingAway>(
            new(Day, 15, 1, 1,
            [
                new(1, 70, "العلوي عمر", "Alaoui Omar", "1APIC-1", new DateOnly(2026, 11, 3), 15, InterruptionState.AtRisk, null, null, null, null, false),
                new(2, 72, "التازي آدم", "Tazi Adam", "1APIC-1", new DateOnly(2026, 10, 20), 15, InterruptionState.Convened, new DateTime(2026, 11, 18, 10, 0, 0), 8, Day.AddDays(-4), null, true),
                new(3, 73, "الفاسي إيمان", "Fassi Imane", "1APIC-2", new DateOnly(2026, 9, 20), 15, InterruptionState.Interrupted, new DateTime(2026, 10, 18, 10, 0, 0), 7, Day.AddDays(-40), Day.AddDays(-30), false),
            ]), Roles.Head),
        ["attendance.covers"] = Of<Attendance.AssignCover.Form, Attendance.AssignCover.Covers>(
            new(Day, Day, [new(6, "1APIC-2", null, null, HalfDay.Morning, "بناني يونس", "Bennani Younes")], [new(31, "1APIC-1", true), new(32, "1APIC-2", false)], new(31, "1APIC-1", true),
                [new("MATH", "الرياضيات", "Mathématiques", "التازي هاجر", "Tazi Hajar"), new("FRENCH", "اللغة الفرنسية", "Langue française", null, null)], [new(72, "بناني يونس", "Bennani Younes")]), Roles.Head),
        ["attendance.register"] = Of<Attendance.ShowRegister.Sheet, Attendance.ShowRegister.Register>(
            new([new(31, "1APIC-1")], [new DateOnly(2026, 11, 1), new DateOnly(2026, 10, 1)], new DateOnly(2026, 11, 1),
                new(31, "1APIC-1", "إعدادية الأرز", "Collège Al Arz", 2026, new SchoolMonth(new DateOnly(2026, 11, 1), [Day.AddDays(-1), Day]),
                    [new(1, 70, "Z130000001", "العلوي عمر", "Alaoui Omar", new Dictionary<DateOnly, DayCell> { [Day] = new(AbsenceState.Justified, AbsenceState.Unjustified) }, new(1, 4, 1, 2, 0), 1), new(2, 71, "Z130000002", "بناني هاجر", "Bennani Hajar", new Dictionary<DateOnly, DayCell>(), new(), 0)])), Roles.Supervisor),
        ["attendance.pupil"] = Of<Attendance.ShowPupilAbsences.Card, Attendance.ShowPupilAbsences.PupilYear>(
            new(70, "Z130000001", "العلوي عمر", "Alaoui Omar", "1APIC-1", new(1, 4, 1, 2, 0), [new(new DateOnly(2026, 11, 1), new(1, 4, 1, 2, 0))], Absences(),
                [new(9, false, "12/2026", Instant, Day, HandedWay.ByHand)], InterruptionState.Convened, null), Roles.Supervisor),
        ["attendance.statistics"] = Of<Attendance.ShowStatistics.Table, Attendance.ShowStatistics.MonthFigures>(
            new(new DateOnly(2026, 11, 1), [new DateOnly(2026, 11, 1)], 18, [new(31, "1APIC-1", 36, new(8, 30, 20, 70, 3), 4), new(32, "1APIC-2", 34, new(), 0)]), Roles.Head),
        ["attendance.reasons"] = Of<Attendance.DecideJustification.List, Attendance.DecideJustification.WaitingReasons>(
            new(1, 1, [new(7, "العلوي عمر", "Alaoui Omar", "مرض", "Maladie", "حمى", new Guid("8b1f6c0e-2f6c-4e43-9c52-6a4c1d0e7a11"), "العلوي سلمى", "Alaoui Salma", Instant, [new(Day, HalfDay.Morning, 3, "1APIC-1")])]), Roles.Supervisor),
        ["attendance.mine"] = Of<Attendance.ShowMyAbsences.Table, FamilyAbsences>(Absences(), Roles.Pupil),
        ["attendance.mine.none"] = Of<Attendance.ShowMyAbsences.Table, FamilyAbsences>(new([], 1, 1, [], []), Roles.Pupil),
        ["attendance.children"] = Of<Attendance.ListMyChildren.List, Attendance.ListMyChildren.Family>(new([new(70, "العلوي عمر", "Alaoui Omar", 5, 2), new(71, "العلوي مريم", "Alaoui Meryem", 0, 0)]), Roles.Guardian),
        ["attendance.child"] = Of<Attendance.ShowChildAbsences.Table, Attendance.ShowChildAbsences.ChildAbsences>(
            new(70, "العلوي عمر", "Alaoui Omar", Absences(), [new(300, true, "11/2026", Instant, new DateTime(2026, 11, 24, 10, 0, 0))]), Roles.Guardian),
        ["attendance.justify"] = Of<Attendance.JustifyAbsence.Form, Attendance.JustifyAbsence.OpenAbsences>(
            new(70, "العلوي عمر", "Alaoui Omar", [new(1, Day, HalfDay.Morning, 3, AbsenceState.Noted), new(2, Day.AddDays(-1), HalfDay.Afternoon, 2, AbsenceState.Unjustified)], [new("ILLNESS", "مرض", "Maladie")]), Roles.Guardian),

        ["marks.mine"] = Drawn<Marks.ShowMyMarks.Results, TermResults>(Term(), Roles.Pupil),
        ["marks.mine.none"] = Drawn<Marks.ShowMyMarks.Results, TermResults>(new(null, [], [], null, []), Roles.Pupil),
        ["marks.child"] = Drawn<Marks.ShowChildMarks.Results, Marks.ShowChildMarks.ChildMarks>(new(70, "العلوي عمر", "Alaoui Omar", true, Term()), Roles.Guardian),
        ["marks.sheet"] = Of<Marks.EnterMarks.Form, Marks.EnterMarks.Sheet>(new(Head(AssessmentState.Open), Rows(), "12-1", AssessmentState.Open, null), Roles.Teacher),
        ["marks.sheet.closed"] = Of<Marks.EnterMarks.Form, Marks.EnterMarks.Sheet>(
            new(Head(AssessmentState.Submitted), Rows(), "12-1", AssessmentState.Submitted, Refusal.Conflict("marks.closed.submitted").Next("marks.closed.submitted.next")), Roles.Teacher),
        ["marks.board"] = Of<Marks.ReviewSheets.Board, Marks.ReviewSheets.Follow>(
            new(1, false, false, 1, 1,
            [
                new(31, "1APIC-1", "MATH", "الرياضيات", "Mathématiques", "بناني يونس", "Bennani Younes", "+212600000001",
                    [new(1, 500, AssessmentState.Submitted, 40, 40, null), new(2, 501, AssessmentState.Open, 12, 40, null), new(3, null, AssessmentState.Planned, 0, 40, null)]),
                new(31, "1APIC-1", "FRENCH", "اللغة الفرنسية", "Langue française", "", "", null, [new(1, null, AssessmentState.Planned, 0, 40, null)]),
            ], 1, 2, 1), Roles.Head),

        ["registrations.step.birth"] = Of<Registrations.FillRegistration.Form, Registrations.FillRegistration.StepPage>(
            new("birth", "photo", [.. Massar.Features.Registrations.Domain.Topics.On("birth")], new FormParts(9, Answers(), new HashSet<string> { "BirthPlaceLatin" }), null, []), null),
        ["registrations.step.birth.refused"] = Of<Registrations.FillRegistration.Form, Registrations.FillRegistration.StepPage>(
            new("birth", "photo", [.. Massar.Features.Registrations.Domain.Topics.On("birth")], new FormParts(9, Answers(), new HashSet<string>()), null, [0]), null) with
        {
            Refusal = Refusal.Invalid("BirthDate", "registrations.wrong.date"),
        },
        ["registrations.receipt"] = Of<Registrations.ShowReceipt.Receipt, Registrations.ShowReceipt.Paper>(
            new(9, "26-000009", "العلوي عمر", "Alaoui Omar", "مدرسة الأمل", "École Al Amal", Instant, new DateOnly(2026, 11, 27), 3, "M0 0h7v1H0z", 25), null),
        ["registrations.followed.to-correct"] = Of<Registrations.FollowRegistration.Card, Registrations.FollowRegistration.Followed>(
            new(9, "26-000009", Sight.Owner, "العلوي عمر", "Alaoui Omar", RegistrationState.ToCorrect, Instant, null, false, true, "مدرسة الأمل", "École Al Amal", null, "رقم العقد غير واضح",
                ["birth-act"], true, null, null,
                [new("sent", RegistrationState.Sent, Instant.AddDays(-3), null, null), new("returned", RegistrationState.ToCorrect, Instant, Roles.Head, "رقم العقد غير واضح")],
                [new(9, "26-000009", 12, "بناني هاجر", "Bennani Hajar", "2", "06 •• •• •• 12", PartyStanding.Asked, new DateOnly(2026, 12, 4))]), null),
        ["registrations.followed.joined"] = Of<Registrations.FollowRegistration.Card, Registrations.FollowRegistration.Followed>(
            new(9, "26-000009", Sight.StateOnly, "", "", RegistrationState.UnderCheck, Instant, new DateOnly(2026, 11, 27), false, false, null, null, null, null, [], false, null, null, [], []), null),
        ["registrations.desk"] = Of<Registrations.ListRegistrations.Table, Registrations.ListRegistrations.Listed>(
            new(new(null, "open", null, null, 1), 2026, [2026],
            [
                new(9, "26-000009", "العلوي عمر", "Alaoui Omar", new DateOnly(2021, 2, 1), "112", RegistrationState.Sent, Day, "+212600000001", "مدرسة الأمل", "École Al Amal", AgeVerdict.Tolerated, true, true, false),
                new(10, "26-000010", "بناني هاجر", "Bennani Hajar", new DateOnly(2020, 6, 1), "113", RegistrationState.UnderCheck, Day, "+212600000002", null, null, AgeVerdict.Fits, false, false, false),
            ], 2, new Dictionary<string, int> { ["sent"] = 1, ["under-check"] = 1 }), Roles.Head),
        ["registrations.desk.empty"] = Of<Registrations.ListRegistrations.Table, Registrations.ListRegistrations.Listed>(
            new(new("بنا", null, null, null, 1), 2026, [2026], [], 0, new Dictionary<string, int>()), Roles.Head),

        ["certificates.request"] = Of<Certificates.RequestCertificate.Form, Certificates.RequestCertificate.Choice>(
            new([new(70, "العلوي عمر", "Alaoui Omar", "1APIC-1", "إعدادية الأرز", "Collège Al Arz"), new(71, "العلوي مريم", "Alaoui Meryem", null, null, null)], null, false), Roles.Guardian),
        ["certificates.request.no-child"] = Of<Certificates.RequestCertificate.Form, Certificates.RequestCertificate.Choice>(new([], null, false), Roles.Guardian),
        ["certificates.mine"] = Of<Certificates.ListMyCertificates.List, Certificates.ListMyCertificates.Certificates>(
            new(
            [
                new(3, CertificateState.Issued, CertificatePurpose.Scholarship, Instant, "العلوي عمر", "Alaoui Omar", 12, 47, 2026, DocumentState.Valid, 61_440),
                new(2, CertificateState.Blocked, CertificatePurpose.Other, Instant.AddDays(-1), "العلوي مريم", "Alaoui Meryem", null, null, null, null, null),
            ], 1, 1), Roles.Guardian),
        ["certificates.mine.none"] = Of<Certificates.ListMyCertificates.List, Certificates.ListMyCertificates.Certificates>(new([], 1, 1), Roles.Guardian),

        ["documents.verify"] = Of<Documents.VerifyDocument.Form, Documents.VerifyDocument.Verification>(new(Documents.VerifyDocument.Finding.None, null, null), null),
        ["documents.verify.unknown"] = Of<Documents.VerifyDocument.Form, Documents.VerifyDocument.Verification>(new(Documents.VerifyDocument.Finding.Unknown, "ABCD-1234", null), null),
        ["documents.verify.withdrawn"] = Of<Documents.VerifyDocument.Form, Documents.VerifyDocument.Verification>(
            new(Documents.VerifyDocument.Finding.Found, null, Paper(DocumentState.Withdrawn) with { SupersededBy = "15/2026", SupersededAt = Instant }), null),
        ["documents.verify.valid"] = Of<Documents.VerifyDocument.Form, Documents.VerifyDocument.Verification>(new(Documents.VerifyDocument.Finding.Found, null, Paper(DocumentState.Valid)), null),
        ["documents.verify.revoked"] = Of<Documents.VerifyDocument.Form, Documents.VerifyDocument.Verification>(
            new(Documents.VerifyDocument.Finding.Found, null, Paper(DocumentState.Revoked) with { RevokedAt = Instant, RevokedReason = "خطأ في الاسم" }), null),

        ["mobility.file"] = Of<Mobility.ReviewMyFile.Card, Mobility.ReviewMyFile.OwnFile>(
            new(Campaign(), "بناني يونس", "Bennani Younes", "9000001", "إعدادية الأرز", "Collège Al Arz", RequestKind.Ordinary,
            [
                new(Datum.PostedOn, "2019-09-01", null, null, new Said("mobility.source.posting", "01/09/2019", "إعدادية الأرز", "Collège Al Arz"), null, null, null),
                new(Datum.MaritalStatus, "Married", null, null, new Said("mobility.source.family"), ContestState.Asked, null, new Guid("8b1f6c0e-2f6c-4e43-9c52-6a4c1d0e7a11")),
                new(Datum.SpouseCommune, "", null, null, new Said("mobility.source.no-spouse"), ContestState.Refused, "لا وثيقة", null),
                new(Datum.Children, "2", null, null, new Said("mobility.source.children", "31/08/2027"), null, null, null),
            ],
            [new(Criterion.YearsInPost, 7, 14, new Said("mobility.source.posting", "01/09/2019", "إعدادية الأرز", "Collège Al Arz")), new(Criterion.Children, 2, 2, new Said("mobility.source.children", "31/08/2027")), new(Criterion.Widowed, 0, 0, new Said("mobility.source.family"))],
            [
                new(new(PriorityCase.YearsInPost, 1, 16, "to confirm", null, null, null, null, null), Refusal.Conflict("mobility.priority.too-few-years", 7, 16, "01/09/2019")),
                new(new(PriorityCase.Couple, 2, null, "to confirm", 9, ClaimState.Claimed, "عقد الزواج", null, null), null),
            ],
            true, null), Roles.Teacher),
        ["mobility.wishes"] = Of<Mobility.ApplyForTransfer.Form, Mobility.ApplyForTransfer.Preparation>(Preparation([new(50, "جماعة إفران", "Ifrane"), new(51, "جماعة أزرو", "Azrou")]), Roles.Teacher),
        ["mobility.wishes.none"] = Of<Mobility.ApplyForTransfer.Form, Mobility.ApplyForTransfer.Preparation>(Preparation([]), Roles.Teacher),
        ["mobility.receipt"] = Of<Mobility.ShowReceipt.Receipt, Mobility.ShowReceipt.Slip>(
            new(5, "MN-2026-000005", "بناني يونس", "Bennani Younes", "9000001", "إعدادية الأرز", "Collège Al Arz", 1, "الحركة الوطنية", "Mouvement national", 2026,
                new DateOnly(2026, 12, 15), RequestState.Submitted, Instant, 2, RequestKind.Ordinary, 16m, [new(50, "جماعة إفران", "Ifrane"), new(51, "جماعة أزرو", "Azrou")], [new(PriorityCase.Couple, ClaimState.Accepted)],
                true, new(31, "12/2026", "7K3M-9QPX-2R4T")), Roles.Teacher),

        ["decisions.inbox"] = Of<Decisions.ListInbox.Table, Decisions.ListInbox.Inbox>(
            new(null, false, null, 2, 1, 1, 1, [new("ECHELON", "الترقية في الرتبة", "Avancement d'échelon", 2, 1)],
            [
                new(21, 3, "ECHELON", "9000001", "بناني يونس", "Bennani Younes", "إعدادية الأرز", "Collège Al Arz", "10", 5, 6, 402, new DateOnly(2026, 10, 1), DecisionState.InVisa, null, Instant.AddDays(-9), 9, true, false),
                new(22, 1, "ECHELON", "9000002", "التازي هاجر", "Tazi Hajar", "إعدادية الأرز", "Collège Al Arz", "11", 2, 3, 484, new DateOnly(2026, 9, 1), DecisionState.InVisa, null, Instant.AddDays(-1), 1, false, true),
            ]), Roles.HeadOfService),
        ["decisions.inbox.empty"] = Of<Decisions.ListInbox.Table, Decisions.ListInbox.Inbox>(new(null, false, null, 0, 0, 1, 1, [], []), Roles.HeadOfService),
        ["decisions.mine"] = Of<Decisions.ShowMyDecision.Card, DecisionView>(Decision(), Roles.Teacher),
        ["decisions.mine.taken-back"] = Of<Decisions.ShowMyDecision.Card, DecisionView>(
            Decision() with { State = DecisionState.Withdrawn, WithdrawnBy = new RelatedDecision(30, "15/2026", Instant.AddDays(9)) }, Roles.Teacher),
        ["decisions.mine.in-visa"] = Of<Decisions.ShowMyDecision.Card, DecisionView>(InVisa() with { ExpectedOn = new DateOnly(2026, 12, 9), TrackingNumber = "D1M7-3KQ9-XB" }, Roles.Teacher),
        ["decisions.show"] = Of<Decisions.ShowDecision.Card, DecisionView>(InVisa() with { Next = [new("الفاسي آدم", "Fassi Adam", Roles.FinancialControl)] }, Roles.HrManager),

        ["payslips.months"] = Of<Payslips.ViewPayslipStatus.Table, Payslips.ViewPayslipStatus.PayList>(
            new(1, 2,
            [
                new(new DateOnly(2026, 11, 1), PayState.Withheld, Instant, "treasury", "account-invalid", 7_843.20m),
                new(new DateOnly(2026, 10, 1), PayState.Paid, Instant.AddMonths(-1), "bank", null, 7_843.20m),
            ],
            [new(21, "الترقية في الرتبة", "Avancement d'échelon", 5, 6, 377, 402, new DateOnly(2026, 10, 1), "المديرية الإقليمية", "Direction provinciale", 9, 7) { Since = Instant.AddDays(-9) }]), Roles.Teacher),
        ["payslips.month"] = Of<Payslips.ViewPayslipStatus.Card, Payslips.ViewPayslipStatus.PaySheet>(
            new(new DateOnly(2026, 10, 1), PayState.Paid, null, "10", 5, 377, "B", 9_100m, 1_256.80m, 7_843.20m,
                [new("BasicPay", 3_912.55m, ["377", "1–377"], false), new("Mutual", -97.81m, ["2,50%", "3 912,55"], true)],
                [new(PayState.Computed, Instant.AddDays(-40), "pay-office", null, null), new(PayState.Paid, Instant.AddDays(-20), "bank", null, "V-2026-10")]), Roles.Teacher),

        ["notices.mine"] = Of<Notices.ListMyNotices.List, Notices.ListMyNotices.Notices>(
            new([new(2, "نتائج الدورة الأولى", "يمكن الاطلاع على النقط", Instant, true, "/marks/mine"), new(1, "شهادة مدرسية", "الشهادة جاهزة", Instant.AddDays(-2), false, null)], 1, 1, 1), Roles.Pupil),
        ["notices.mine.none"] = Of<Notices.ListMyNotices.List, Notices.ListMyNotices.Notices>(new([], 1, 1, 0), Roles.Pupil),

        ["report-cards.desk"] = Of<ReportCards.ShowDesk.Table, ReportCards.ShowDesk.Desk>(
            new(2026, 1, [2026, 2025],
            [
                new(31, "1APIC-1", 36, 24, 24, Massar.Features.ReportCards.Domain.CouncilState.Signed, 36, Instant), new(32, "1APIC-2", 35, 24, 20, Massar.Features.ReportCards.Domain.CouncilState.InSession, 0, null),
                new(33, "2APIC-1", 34, 24, 24, Massar.Features.ReportCards.Domain.CouncilState.Decided, 0, null), new(34, "2APIC-2", 34, 0, 0, Massar.Features.ReportCards.Domain.CouncilState.Prepared, 0, null),
            ], 1, 1), Roles.Head),
        ["report-cards.council"] = Of<ReportCards.HoldCouncil.Sheet, ReportCards.HoldCouncil.CouncilPage>(Council(Massar.Features.ReportCards.Domain.CouncilState.InSession), Roles.Head),
        ["report-cards.council.signed"] = Of<ReportCards.HoldCouncil.Sheet, ReportCards.HoldCouncil.CouncilPage>(Council(Massar.Features.ReportCards.Domain.CouncilState.Signed), Roles.Head),
        ["report-cards.council.refused"] = Of<ReportCards.HoldCouncil.Sheet, ReportCards.HoldCouncil.CouncilPage>(Council(Massar.Features.ReportCards.Domain.CouncilState.InSession), Roles.Head) with
        {
            Sent = new ReportCards.HoldCouncil.DecideCommand(31, 2, 3, false),
            Refusal = Refusal.Conflict("report-cards.decide.undecided", 2).Next("report-cards.decide.undecided.next"),
        },
        ["report-cards.empty"] = Of<ReportCards.ExplainEmptyCards.Table, ReportCards.ExplainEmptyCards.Empties>(
            new(ClassHead(), 36, 34, Massar.Features.ReportCards.Domain.CouncilState.Prepared,
                [new("MATH", "الرياضيات", "Mathématiques", 2, AssessmentState.Open, 501, "بناني يونس", "Bennani Younes", "+212600000001"), new("MATH", "الرياضيات", "Mathématiques", 3, AssessmentState.Submitted, 502, "بناني يونس", "Bennani Younes", "+212600000001")],
                [new(70, "Z130000001", "العلوي عمر", "Alaoui Omar", "report-cards.empty.no-council", "role.head"), new(71, "Z130000002", "العلوي سلمى", "Alaoui Salma", "report-cards.empty.no-marks", "role.teacher")]), Roles.Clerk),
        ["report-cards.publish"] = Of<ReportCards.PublishCards.Form, ReportCards.PublishCards.Waiting>(new(2026, 1, [new(31, "1APIC-1", 36, null), new(32, "1APIC-2", 35, Instant)], "2027-02-05", "17:00"), Roles.Head),
        ["report-cards.batch"] = Of<ReportCards.ShowCards.Card, ReportCards.ShowCards.Batch>(
            new(5, null, 2026, 1, Instant, 12, Massar.Infrastructure.Work.WorkState.Done, true, [new(31, "1APIC-1", 36, 36), new(32, "1APIC-2", 35, 33)]), Roles.Clerk),
        ["report-cards.mine"] = Of<ReportCards.ListMyCards.List, ReportCards.ListMyCards.Family>(
            new([new(70, "العلوي عمر", "Alaoui Omar",
                [new(3, 2025, 2, "إعدادية الأرز", "Collège Al Arz", "48/2026", Instant, 96_000, DocumentState.Valid), new(2, 2025, 1, "إعدادية الأرز", "Collège Al Arz", "12/2026", Instant, 95_000, DocumentState.Valid)]),
                new(71, "العلوي سلمى", "Alaoui Salma", [])]), Roles.Guardian),

        ["schools.card"] = Of<Schools.ShowSchoolCard.Card, Schools.ShowSchoolCard.PublicSchool>(
            new("25731Y", "إعدادية الأرز", "Collège Al Arz", "ثانوية إعدادية", "Collège", "COL", true, "شارع الأرز، رقم 12", "+212535123456", null,
                [new(PlaceKind.Commune, "أزرو", "Azrou"), new(PlaceKind.Directorate, "إفران", "Ifrane"), new(PlaceKind.Academy, "فاس - مكناس", "Fès-Meknès")], [new("حي النخيل", "Quartier Nakhil")],
                [new("إعدادية النخيل", "Collège Ennakhil", new DateOnly(2026, 8, 31))], [], [new("عطلة نهاية السنة", "Vacances de fin d’année", new DateOnly(2026, 12, 24), new DateOnly(2027, 1, 2))]), null),
    };

    private static LessonHours Hours => LessonHours.Read("M1=08:30-09:30 M2=09:30-10:30 S1=14:30-15:30");

    private static SessionKey Session => new(31, "MATH", Day, "M1");

    private static SessionHead SessionOf() => new(Session, 40, 2026, "1APIC-1", "الرياضيات", "Mathématiques", "إعدادية الأرز", "Collège Al Arz", null, null);

    private static SavedCall Saved() => new(5, 2, Instant, Instant.AddSeconds(2), "بناني يونس", "Bennani Younes", 1, 0);

    private static List<RollPupil> Called() => [new(70, "Z130000001", "العلوي عمر", "Alaoui Omar", Presence.Absent), new(71, "Z130000002", "بناني هاجر", "Bennani Hajar", Presence.Present)];

    private static Attendance.CallRoll.Roll Roll(SavedCall? saved) => new(SessionOf(), new TimeOnly(8, 30), new TimeOnly(9, 30), Called(), saved, false);

    private static FamilyAbsences Absences() => new(
        [new(AbsenceState.Justified, 1, 4), new(AbsenceState.Noted, 1, 2)], 1, 1,
        [new(2, Day, HalfDay.Afternoon, 2, AbsenceState.Noted, null, null, null), new(1, Day.AddDays(-9), HalfDay.Morning, 4, AbsenceState.Justified, "مرض", "Maladie", null)], [new(Day.AddDays(-2), "M1")]);

    private static readonly HashSet<string> Areas = [.. Words.All.Keys("ar").Select(k => k.Split('.')[0])];

    [GeneratedRegex(@"(?<=>)([a-z]+)(?:\.[a-z0-9-]+)+(?=<)")]
    private static partial Regex Key();

    private static TermResults Term() => new(
        new(2026, 1), [new(2026, 1), new(2025, 2)],
        [
            new("MATH", "الرياضيات", "Mathématiques", TestsText.Write([(1, CellValue.Of(14.5m)), (2, CellValue.Of(12m)), (Assessment.Activities, CellValue.Of(16m))]), 13.94m, 5, 0.25m, 20, true, 0, null, 1),
            new("FRENCH", "اللغة الفرنسية", "Langue française", TestsText.Write([(1, CellValue.Of(9.25m)), (2, new CellValue(CellState.AbsentJustified, null))]), 9.25m, 3, 0, 20, true, 0, "عمل متواصل", 1),
            new("SVT", "علوم الحياة والأرض", "SVT", TestsText.Write([(1, CellValue.Of(11m))]), null, 1.5m, 0, 20, false, 0, null, 1),
        ], 12.18m, []);

    private static SheetHead Head(AssessmentState state) => new(
        new SheetKey(31, "MATH", 1, 2), "1APIC-1", 40, "إعدادية الأرز", "Collège Al Arz", 2026, "الرياضيات", "Mathématiques", 20, 3, 0.25m, 500, state, null, 12, null,
        new Massar.Features.Reference.Domain.HeldWindow { Year = 2026, IsOfCurrentYear = true, Code = "marks-s1", StartsOn = new DateOnly(2026, 9, 15), EndsOn = new DateOnly(2027, 1, 30), IsMoved = false });

    private static List<CellRow> Rows() =>
    [
        new(new SheetLine(1, 70, "Z130000001", "العلوي عمر", "Alaoui Omar", CellValue.Of(14.5m), 3, 0, null)),
        new(new SheetLine(2, 71, "Z130000002", "بناني هاجر", "Bennani Hajar", CellValue.Empty, 0, 0, null)),
        new(new SheetLine(3, 72, "Z130000003", "التازي آدم", "Tazi Adam", CellValue.Empty, 0, 0, null), "21", new Said("marks.cell.out-of-range", 20)),
        new(new SheetLine(4, 73, "Z130000004", "الفاسي إيمان", "Fassi Imane", new CellValue(CellState.Absent, null), 4, 0, null)),
    ];

    private static Answers Answers()
    {
        var answers = new Answers();
        foreach (var (field, value) in new[] { ("BirthDateDay", "3"), ("BirthDateMonth", "2"), ("BirthDateYear", "2021"), ("BirthPlaceAr", "أكادير"), ("BirthPlaceLatin", "Agadir") })
            answers[field] = value;
        return answers;
    }

    private static Documents.VerifyDocument.VerifiedPaper Paper(DocumentState state) => new(
        "ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345", "certificates.paper.title", "47/2026", Instant, "إعدادية الأرز", "Collège Al Arz", state, null, null, null, null, IsHeld: false, IsDiscreet: false,
        [new("certificates.fact.name", "العلوي عمر – Alaoui Omar"), new("certificates.fact.class", "1APIC-1")]);

    private static Massar.Features.ReportCards.Domain.ClassHead ClassHead() => new(
        31, "1APIC-1", 40, "/1/2/3/40/", "90001A", "إعدادية الأرز", "Collège Al Arz", 2026, 2, "السنة الأولى إعدادي", "1ère année collège", null, null, 20, 10, false, new DateOnly(2027, 2, 8));

    private static ReportCards.HoldCouncil.CouncilPage Council(Massar.Features.ReportCards.Domain.CouncilState state)
    {
        var terms = new Massar.Features.ReportCards.Domain.CouncilTerms([new("PASS", "ينتقل(تنتقل)", "Passe", null, "pass"), new("REPEAT", "يكرر(تكرر)", "Redouble", null, "fail")], [new("ENCOURAGEMENT", "تشجيع", "Encouragements", 12)]);
        var pupil = new Massar.Features.ReportCards.Domain.PupilReport(70, 1, "Z130000001", "العلوي عمر", "Alaoui Omar", Massar.Features.Pupils.Domain.Sex.Male, new DateOnly(2014, 3, 1), "أكادير", "Agadir",
            [new("MATH", "الرياضيات", "Mathématiques", "1=14.50", 14.5m, 5, 20, true, "مجهود ملحوظ", 1), new("PE", "التربية البدنية", "Éducation physique", "", null, 2, 20, false, null, 1)], 13.5m, 12m, 12.75m, new(3, 2))
        { Rank = 4 };
        var isOpen = state == Massar.Features.ReportCards.Domain.CouncilState.InSession;
        var line = new Massar.Features.ReportCards.Domain.LineView(70, "PASS", "ENCOURAGEMENT", "مواصلة الجهد", isOpen ? null : "أستاذ الرياضيات: تحفظ", "PASS", "ENCOURAGEMENT", IsSaved: !isOpen, isOpen ? "" : "1");
        return new(ClassHead(), state, 3, Day, ["التازي هاجر"], null, null, 11.92m, 28, 36, isOpen ? 2 : 0,
            [new(70, 1, "العلوي عمر", "Alaoui Omar", 13.5m, "ينتقل(تنتقل)", "Passe", !isOpen), new(71, 2, "العلوي سلمى", "Alaoui Salma", null, null, null, false)],
            new(ClassHead(), isOpen, pupil, 36, line, terms, new Dictionary<string, decimal> { ["MATH"] = 11.2m }, null, 71),
            isOpen ? [new("MATH", "الرياضيات", "Mathématiques", 3, AssessmentState.Open, 502, null, null, null)] : [], isOpen ? [] : [new(1, "31/2027", Instant, null)]);
    }

    private static CampaignHead Campaign() => new(
        1, "الحركة الوطنية", "Mouvement national", 2026, CampaignScope.National, new DateOnly(2026, 11, 1), new DateOnly(2026, 12, 15), new DateOnly(2026, 11, 30),
        new DateOnly(2027, 8, 31), 10, WishKind.Commune, 3);

    private static Mobility.ApplyForTransfer.Preparation Preparation(IReadOnlyList<NamedPlace> wishes) => new(
        Campaign(), 5, 2, RequestState.Draft, RequestKind.Ordinary, null, wishes, [], null, false, wishes.Count > 0, [], null, null,
        new(1, 2, WishKind.Commune, CampaignScope.National, [new(2, "أكاديمية فاس - مكناس", "AREF Fès-Meknès"), new(3, "أكاديمية سوس - ماسة", "AREF Souss-Massa")], [], [], [], null, null, null));

    private static DecisionView Decision() => new(
        21, 5, "ECHELON", "الترقية في الرتبة", "Avancement d'échelon", DecisionState.Notified, 2, 72, "بناني يونس", "Bennani Younes", "9000001",
        "أساتذة التعليم الثانوي الإعدادي", "Professeurs du collégial", "الدرجة الثانية", "Deuxième grade", "10", 5, 377, new DateOnly(2024, 10, 1), 6, 402, new DateOnly(2026, 10, 1),
        Rhythm.Fast, 18.5m, 24, 12, 0, null, Instant, null, "12/2026", Instant, Instant.AddDays(1), null, "ABCDEFGHJKLMNPQRSTUVWXYZ2345", 48_000,
        [
            new(0, "done", DecisionAct.Sent, "المديرية الإقليمية", "Direction provinciale", null, null, Roles.HrManager, Instant.AddDays(-12), null, null, null, null),
            new(1, "done", DecisionAct.Granted, "المراقبة المالية", "Contrôle financier", null, null, Roles.FinancialControl, Instant.AddDays(-4), 8, 7, null, null),
            new(2, "done", DecisionAct.Signed, "الأكاديمية", "Académie", null, null, Roles.Signatory, Instant, 4, 3, null, null),
            new(3, "done", DecisionAct.Opened, "بناني يونس", "Bennani Younes", null, null, null, Instant.AddDays(1), 1, null, null, null),
        ])
    {
        AppealUntil = new DateOnly(2027, 1, 20),
    };

    private static DecisionView InVisa()
    {
        var signed = Decision();
        return signed with
        {
            State = DecisionState.InVisa,
            Number = null,
            SignedAt = null,
            NotifiedAt = null,
            VerificationCode = null,
            PaperSize = null,
            Step = 1,
            WaitingRole = Roles.FinancialControl,
            LateAfter = Day.AddDays(2),
            Stages =
            [
                signed.Stages[0],
                signed.Stages[1] with { State = "now", Act = null, At = null, Days = 9, UsualDays = 7 },
                signed.Stages[2] with { State = "next", Act = null, At = null, Days = null, UsualDays = 3 },
            ],
        };
    }
}
