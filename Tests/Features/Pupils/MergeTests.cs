using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Massar.Features.Attendance.Domain;
using Massar.Features.Documents.Domain;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Exports.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils;
using Massar.Features.Pupils.Domain;
using Massar.Features.Transfers.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Pupils;

/// <summary>AC-MAS-4: a pupil registered twice with "محمد" and "محمّد" is announced; merging keeps both histories; unmerge restores two.</summary>
public sealed class MergeTests(MassarApp app) : IClassFixture<MassarApp>
{
    private static (string, string)[] Proven => [("Proof", "FamilyBooklet"), ("ProofReference", "77/2014"), ("ProofOn", "2026-09-01"), ("Reason", "تلميذ واحد سجل مرتين")];

    [Theory, InlineData("ar"), InlineData("fr"), InlineData("en")]
    public async Task AC_MAS_4_Two_files_of_two_schools_become_one_by_two_persons_with_both_histories_and_are_restored(string language)
    {
        var world = await World();
        var (head, director) = (await app.SignIn(world.From.Head, language), await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, world.From.Directorate), language));
        var before = await Rows(world);

        // Announced beside the file, in whatever spelling.
        var announced = await head.Open(Links.Doubles(world.Kept.Id));
        // Of another school's child: the school to call, a part of the code, and what agrees.
        Assert.Contains(MergeSide.Masked(world.Old.MassarCode), Assert.Single(announced.All("main .list li")).TextContent, StringComparison.Ordinal);
        Assert.False(announced.Says(world.Old.MassarCode));
        var compared = await head.Open(Links.Compare(world.Kept.Id, world.Old.Id));
        Assert.DoesNotMatch(@"\bpupils\.[a-z]", compared.Text);
        // What will happen is said before: the only seat stays, nothing ends.
        Assert.Equal([world.Kept.MassarCode], compared.All("select[name=Keep] option").Select(o => o.GetAttribute("value")));
        Assert.True(compared.Says(MergeSide.Hidden));
        Assert.False(compared.Says(world.Old.MassarCode) || compared.Says("محمّد") || compared.Says(world.OldGuardian));

        var proposed = await compared.Submit(Proven);
        var merge = await Of(world);
        Assert.Equal(Links.Merge(merge.Id), proposed.Address);
        Assert.DoesNotMatch(@"\bpupils\.[a-z]", proposed.Text);
        Assert.False(proposed.Says(world.Old.MassarCode) || proposed.Says(world.OldGuardian));
        Assert.Equal((MergeState.Proposed, world.From.Directorate.Id), (merge.State, merge.OfficeId));
        Assert.Equal(HttpStatusCode.NotFound, (await head.Open(Links.File(world.Old.Id))).Status);

        // The directorate of both finds it on its list and decides.
        Assert.Contains(world.Kept.MassarCode, Assert.Single((await director.Open(Links.Merges)).All("main tbody tr")).TextContent, StringComparison.Ordinal);
        var decision = await director.Open(Links.DecideMerge(merge.Id));
        Assert.DoesNotMatch(@"\bpupils\.[a-z]", decision.Text);
        Assert.True(decision.Says(world.Old.MassarCode) && decision.Says("محمّد"));
        Assert.Equal(Links.Merge(merge.Id), (await decision.Submit(("Decision", "merge"))).Address);
        Assert.Equal(MergeState.Done, (await Of(world)).State);

        // Both histories together, by either number, at the school that has the child; and by the old code.
        foreach (var id in (long[])[world.Kept.Id, world.Old.Id])
        {
            var file = await head.Open(Links.File(id));
            Assert.Equal(HttpStatusCode.OK, file.Status);
            Assert.True(file.Says(world.Kept.MassarCode) && file.Says(world.Old.MassarCode));
            Assert.True(file.Says(language == "ar" ? world.To.Place.NameAr : world.To.Place.NameFr));
            var record = await head.Open(Links.Record(id));
            Assert.Matches("11[.,]25", record.Text);
        }

        var found = await head.Open($"{Links.All}?q={world.Old.MassarCode}");
        Assert.Equal(world.Kept.MassarCode, Assert.Single(found.All("main tbody tr")).QuerySelector(".num")!.TextContent);
        var asking = await (await app.SignIn(world.To.Head)).Api.GetFromJsonAsync<JsonElement>($"/api{Massar.Features.Transfers.Links.NewFor(world.Old.MassarCode)}");
        Assert.Equal(world.Kept.MassarCode, asking.GetProperty("pupil").GetProperty("massarCode").GetString());
        Assert.Empty((await head.Open(Links.Doubles(world.Kept.Id))).All("main .list li"));

        // The same office takes it back: two files, row for row as before.
        var undo = await director.Open(Links.UndoMerge(merge.Id));
        Assert.DoesNotMatch(@"\bpupils\.[a-z]", undo.Text);
        Assert.NotNull((await undo.Submit(("Reason", "x"))).ErrorOf("Reason"));
        Assert.Equal(Links.Merge(merge.Id), (await (await director.Open(Links.UndoMerge(merge.Id))).Submit(("Reason", "هما توأمان لا تلميذ واحد"))).Address);
        Assert.Equal(before, await Rows(world));
        Assert.Equal(HttpStatusCode.NotFound, (await head.Open(Links.File(world.Old.Id))).Status);
        Assert.Single((await head.Open(Links.Doubles(world.Kept.Id))).All("main .list li"));
        Assert.Empty((await head.Open($"{Links.All}?q={world.Old.MassarCode}")).All("main tbody tr"));
    }

    [Fact]
    public async Task AC_MAS_4_The_head_merges_two_files_of_the_school_alone_the_child_counts_once_and_undo_puts_everything_back()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 1);
        var (kept, old) = (made.Pupils[0], await Twin(school, made.Pupils[0], made.Class));
        var (mother, father) = (await app.Given.Guardian(school, kept), await app.Given.Guardian(school, old));
        await Mark(school, made.Id, [(kept.Id, 15m), (old.Id, 9m)]);
        var world = new Two(school, school, kept, old);
        var before = await Rows(world);
        var head = await app.SignIn(school.Head, "fr");

        var compared = await head.Open(Links.Compare(kept.Id, old.Id));
        Assert.Equal(3, compared.All("select[name=Keep] option").Count);
        var wrong = await compared.Submit([.. Proven, ("Reason", "x"), ("Keep", "")]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Equal("77/2014", wrong.ValueOf("ProofReference"));
        Assert.NotNull(wrong.ErrorOf("Keep"));
        var done = await wrong.Submit([.. Proven, ("Keep", kept.MassarCode)]);
        Assert.Equal(HttpStatusCode.OK, done.Status);
        var merge = await Of(world);
        Assert.Equal((MergeState.Done, null, kept.Id), (merge.State, merge.OfficeId, merge.KeptId));

        // One active line, and from today on one child.
        var today = MoroccanDay.Today(MassarApp.Clock);
        Assert.Equal([kept.Id], await app.Read(db => db.Enrollments.Where(e => (e.PupilId == kept.Id || e.PupilId == old.Id) && e.SchoolYearId == Given.Year).PresentOn(today).Select(e => e.PupilId).ToListAsync()));
        // Both guardians reach both files; no mark moved.
        Assert.Equal(4, await app.Read(db => db.Guardianships.CountAsync(g => g.PupilId == kept.Id || g.PupilId == old.Id)));
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(father)).Open(Massar.Features.Marks.Links.Child(kept.Id))).Status);
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(mother)).Open(Massar.Features.Marks.Links.Child(old.Id))).Status);
        var record = await head.Open(Links.Record(kept.Id));
        Assert.True(record.Says("15,00") && record.Says("9,00"));
        Assert.Contains(old.MassarCode, (await head.Open($"{Massar.Features.Certificates.Links.Desk}?q={old.MassarCode}")).Document.DocumentElement.OuterHtml, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.OK, (await (await head.Open(Links.UndoMerge(merge.Id))).Submit(("Reason", "وثيقتان مختلفتان"))).Status);
        Assert.Equal(before, await Rows(world));
        Assert.Equal((MergeState.Undone, (long?)null), await app.Read(async db => (await db.PupilMerges.Where(m => m.Id == merge.Id).Select(m => new { m.State, m.LiveKey }).SingleAsync()) is var m ? (m.State, m.LiveKey) : default));
        // Undone, it may be done again.
        Assert.NotNull((await head.Open(Links.Compare(kept.Id, old.Id))).Find("select[name=Keep]"));
    }

    [Fact]
    public async Task AC_MAS_4_Marks_at_two_schools_a_transfer_and_rights_that_differ_are_settled_first()
    {
        var from = await app.Given.School();
        var to = await app.Given.School(inProvinceOf: from);
        var (here, there) = (await app.Given.Class(from, pupils: 1), await app.Given.Class(to, pupils: 0));
        var (kept, old) = (here.Pupils[0], await Twin(to, here.Pupils[0], there.Class));
        await Mark(from, here.Id, [(kept.Id, 12m)]);
        await Mark(to, there.Id, [(old.Id, 17m)]);
        var head = await app.SignIn(from.Head, "fr");
        var address = Links.Compare(kept.Id, old.Id);

        var refused = await head.Open(address);
        Assert.True(refused.Says("avec des notes dans les deux ce semestre"));
        Assert.Null(refused.Find("main form[method=post]"));
        Assert.Equal(HttpStatusCode.Conflict, (await Propose(head, kept, old)).StatusCode);

        // One of the schools ends its enrollment.
        await app.Write(db => db.Enrollments.Where(e => e.Id == old.EnrollmentId).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Left).SetProperty(e => e.LeftOn, MoroccanDay.Today(MassarApp.Clock))));
        Assert.NotNull((await head.Open(address)).Find("select[name=Keep]"));

        // A judge limited a right in one file alone.
        var guardian = await app.Given.Guardian(from, kept, old);
        await app.Write(db => db.Guardianships.Where(g => g.PupilId == old.Id).ExecuteUpdateAsync(s => s.SetProperty(g => g.State, GuardianshipState.Restricted)));
        Assert.Equal("pupils.merge.rights", Assert.Single((await app.Read(async db => (await Json(head, address)).GetProperty("obstacles").EnumerateArray().ToList()))).GetProperty("reason").GetProperty("key").GetString());
        await app.Write(db => db.Guardianships.Where(g => g.PupilId == old.Id).ExecuteUpdateAsync(s => s.SetProperty(g => g.State, GuardianshipState.Active)));

        // The same person, written down twice: the card says so.
        var second = await app.Given.Guardian(to, old);
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == second.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.State, GuardianshipState.Ended)));
        Assert.NotNull((await head.Open(address)).Find("select[name=Keep]"));
        var cin = await app.Read(db => db.Guardians.Where(g => g.Id == guardian.GuardianId).Select(g => g.Cin).SingleAsync());
        await app.Write(db => db.Guardians.Where(g => g.Id == second.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.Cin, cin)));
        Assert.Equal(HttpStatusCode.Conflict, (await Propose(head, kept, old)).StatusCode);
        await app.Write(db => db.Guardianships.Where(g => g.GuardianId == second.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.State, GuardianshipState.Active)));

        // A child on the way somewhere else is not merged under way.
        (await (await app.SignIn(to.Head)).Api.PostAsJsonAsync($"/api{Massar.Features.Transfers.Links.New}", new { code = kept.MassarCode, reasonCode = "MOVE" })).EnsureSuccessStatusCode();
        Assert.True((await head.Open(address)).Says("Un transfert est en cours"));
        Assert.Equal(HttpStatusCode.Conflict, (await Propose(head, kept, old)).StatusCode);
        Assert.NotNull(guardian.GuardianId);
    }

    [Fact]
    public async Task AC_MAS_4_Who_is_not_concerned_finds_nothing_and_nobody_decides_on_their_own()
    {
        var world = await World();
        var stranger = await app.Given.Pupil(world.To);
        var head = await app.SignIn(world.From.Head, "fr");

        // Codes and numbers cannot be tried: only what was announced is shown.
        Assert.Equal(HttpStatusCode.NotFound, (await head.Open(Links.Compare(world.Kept.Id, stranger.Id))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn((await app.Given.School()).Head)).Open(Links.Compare(world.Kept.Id, world.Old.Id))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(await app.Given.Person(Roles.Clerk, world.From.Place))).Open(Links.Doubles(world.Kept.Id))).Status);

        (await Propose(head, world.Kept, world.Old)).EnsureSuccessStatusCode();
        var merge = await Of(world);
        var elsewhere = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, (await app.Given.School()).Directorate));
        foreach (var address in (string[])[Links.Merge(merge.Id), Links.DecideMerge(merge.Id)])
            Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Open(address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await elsewhere.Api.PostAsJsonAsync($"/api{Links.DecideMerge(merge.Id)}", new { seen = "0-0-0", decision = "merge" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await head.Open(Links.DecideMerge(merge.Id))).Status);
        // Twice is once.
        Assert.Equal(HttpStatusCode.Conflict, (await Propose(head, world.Kept, world.Old)).StatusCode);

        // Who stands for the child decides nothing about it.
        var director = await app.Given.Person(Roles.ProvincialDirector, world.From.Directorate);
        var mother = await app.Given.Guardian(world.From, world.Kept);
        var cin = await app.Read(db => db.Employees.Where(e => e.Id == director.EmployeeId).Select(e => e.Cin).SingleAsync());
        await app.Write(db => db.Guardians.Where(g => g.Id == mother.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.Cin, cin)));
        var parent = await app.SignIn(director, "fr");
        var form = await parent.Open(Links.DecideMerge(merge.Id));
        Assert.True((await form.Submit(("Decision", "merge"))).Says("Nul ne décide"));

        // Somebody else refuses, with a reason that both schools read; then the school proposes again and takes it back.
        var other = await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, world.From.Directorate), "fr");
        var noReason = await (await other.Open(Links.DecideMerge(merge.Id))).Submit(("Decision", "refuse"));
        Assert.NotNull(noReason.ErrorOf("Why"));
        Assert.True((await noReason.Submit(("Decision", "refuse"), ("Why", "اسما الأبوين مختلفان"))).Says("اسما الأبوين مختلفان"));
        Assert.Equal(HttpStatusCode.Conflict, (await other.Open(Links.DecideMerge(merge.Id))).Status);
        (await Propose(head, world.Kept, world.Old)).EnsureSuccessStatusCode();
        var again = await Of(world);
        Assert.Equal(HttpStatusCode.OK, (await (await head.Open(Links.Merge(again.Id))).Submit()).Status);
        Assert.Equal(MergeState.Withdrawn, (await Of(world)).State);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.SignIn(world.To.Head)).Api.PostAsync($"/api{Links.WithdrawMerge(again.Id)}", null)).StatusCode);
    }

    [Fact]
    public async Task AC_MAS_4_Old_papers_keep_verifying_and_both_accounts_keep_working()
    {
        var school = await app.Given.School();
        var made = await app.Given.Class(school, pupils: 1);
        var (kept, old) = (made.Pupils[0], await Twin(school, made.Pupils[0], made.Class));
        var guardian = await app.Given.Guardian(school, old);
        var (first, second) = (await app.Given.PupilAccount(school, kept), await app.Given.PupilAccount(school, old));
        var asked = await (await (await app.SignIn(guardian)).Open(Massar.Features.Certificates.Links.New)).Submit(("Purpose", "SocialSecurity"));
        Assert.Equal(HttpStatusCode.OK, asked.Status);
        var paper = await app.Read(db => db.IssuedDocuments.SingleAsync(d => d.PupilId == old.Id));
        var check = Massar.Features.Documents.Links.Verify(paper.Code);
        Assert.Equal("ok", (await app.Visitor("fr").Open(check)).Find("main .tag")!.ClassList.Last());

        var head = await app.SignIn(school.Head, "fr");
        (await Propose(head, kept, old)).EnsureSuccessStatusCode();

        // The line under the old number ended, and the child is at the school all the same.
        var verified = await app.Visitor("fr").Open(check);
        Assert.Equal("ok", verified.Find("main .tag")!.ClassList.Last());
        Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(guardian)).Get($"/documents/{paper.Id}/file")).StatusCode);
        foreach (var person in (GivenPerson[])[first, second])
            Assert.Equal(HttpStatusCode.OK, (await (await app.SignIn(person)).Open(Massar.Features.Marks.Links.Mine)).Status);

        // Told once each: the family by the file that stays, and the heads.
        var merge = await Of(new Two(school, school, kept, old));
        var told = await app.Read(db => db.Notices.Where(n => n.Key.StartsWith($"merge/{merge.Id}/")).ToListAsync());
        Assert.Equal(["notices.merge-done", "notices.merge-done"], told.Select(n => n.Template));
        Assert.Single(told, n => n.GuardianId == guardian.GuardianId);
        foreach (var key in Massar.Infrastructure.Localization.Words.All.Keys("ar").Where(k => k.StartsWith("notices.merge-", StringComparison.Ordinal) && k.EndsWith(".sms", StringComparison.Ordinal)))
            Assert.True(Massar.Infrastructure.Localization.Words.All.Say("ar", key, "عبد الرحمان", "Z100000000", "Z100000001").Length <= 70, key);
    }

    [Fact]
    public async Task AC_MAS_4_Two_who_look_at_a_case_at_once_see_that_it_changed()
    {
        var world = await World();
        var head = await app.SignIn(world.From.Head, "fr");
        var compared = await head.Open(Links.Compare(world.Kept.Id, world.Old.Id));
        await app.Write(async db =>
        {
            (await db.Pupils.SingleAsync(p => p.Id == world.Old.Id)).MotherAr = "زينب بنت عمر";
            await db.SaveChangesAsync();
        });
        Assert.Equal(HttpStatusCode.Conflict, (await compared.Submit(Proven)).Status);
        Assert.Equal(0, await app.Read(db => db.PupilMerges.CountAsync(m => m.OtherId == world.Old.Id)));

        // Two clicks at once make one case.
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Propose(head, world.Kept, world.Old)));
        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
    }

    [Fact]
    public async Task AC_MAS_4_A_child_expected_by_the_old_file_is_expected_nowhere_until_the_merge_is_undone()
    {
        var world = await World();
        await app.Write(db => db.Enrollments.Where(e => e.Id == world.Old.EnrollmentId).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Expected).SetProperty(e => e.LeftOn, (DateOnly?)null)));
        var (head, director, receiver) = (await app.SignIn(world.From.Head, "fr"), await app.SignIn(await app.Given.Person(Roles.ProvincialDirector, world.From.Directorate)), await app.SignIn(world.To.Head));
        // Said before: that line ends.
        Assert.True((await head.Open(Links.Compare(world.Kept.Id, world.Old.Id))).Says(world.To.Place.NameFr + " prend fin"));
        (await Propose(head, world.Kept, world.Old)).EnsureSuccessStatusCode();
        var merge = await Of(world);
        var seen = (await Json(director, Links.DecideMerge(merge.Id))).GetProperty("seen").GetString();
        (await director.Api.PostAsJsonAsync($"/api{Links.DecideMerge(merge.Id)}", new { seen, decision = "merge" })).EnsureSuccessStatusCode();

        var joined = new { enrollments = new[] { world.Old.EnrollmentId }, day = $"{MoroccanDay.Today(MassarApp.Clock):yyyy-MM-dd}" };
        Assert.Equal(EnrollmentState.NotJoined, await State());
        Assert.Equal(HttpStatusCode.Conflict, (await receiver.Api.PostAsJsonAsync($"/api{Massar.Features.Enrollments.Links.Entry}", joined)).StatusCode);

        (await director.Api.PostAsJsonAsync($"/api{Links.UndoMerge(merge.Id)}", new { version = $"{(await Of(world)).Version}", reason = "هما توأمان لا تلميذ واحد" })).EnsureSuccessStatusCode();
        Assert.Equal(EnrollmentState.Expected, await State());
        Assert.Equal(HttpStatusCode.OK, (await receiver.Api.PostAsJsonAsync($"/api{Massar.Features.Enrollments.Links.Entry}", joined)).StatusCode);

        Task<EnrollmentState> State() => app.Read(db => db.Enrollments.Where(e => e.Id == world.Old.EnrollmentId).Select(e => e.State).SingleAsync());
    }

    [Fact]
    public async Task AC_MAS_4_The_list_leaves_as_a_file_through_the_ledger_and_a_school_sees_its_own()
    {
        var world = await World();
        var head = await app.SignIn(world.From.Head, "fr", steppedUp: true);
        (await Propose(head, world.Kept, world.Old)).EnsureSuccessStatusCode();

        var csv = await (await head.Get($"{Links.Merges}/list.csv?state=all")).Content.ReadAsStringAsync();
        Assert.Contains(MergeSide.Masked(world.Old.MassarCode), csv, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Old.MassarCode, csv, StringComparison.Ordinal);
        Assert.Equal([ExportKinds.Merges], await app.Read(db => db.ExportsTaken.Where(t => t.PlaceId == world.From.Id).Select(t => t.Kind).ToListAsync()));
        Assert.Equal(1, (await Json(await app.SignIn(world.To.Head), Links.Merges)).GetProperty("total").GetInt32());
        Assert.Equal(0, (await Json(await app.SignIn((await app.Given.School()).Head), Links.Merges)).GetProperty("total").GetInt32());
        Assert.NotNull((await head.Open(Links.MergesIn("Done"))).Find("main .empty"));
    }

    private sealed record Two(GivenSchool From, GivenSchool To, GivenPupil Kept, GivenPupil Old, string OldGuardian = "–");

    // A child at one school, whose second file of last month's school has a mark and an absence; a guardian in each file.
    private async Task<Two> World()
    {
        var from = await app.Given.School();
        var to = await app.Given.School(inProvinceOf: from);
        var (here, there) = (await app.Given.Class(from, pupils: 1), await app.Given.Class(to, pupils: 0));
        var (kept, old) = (here.Pupils[0], await Twin(to, here.Pupils[0], there.Class));
        await Mark(to, there.Id, [(old.Id, 11.25m)]);
        await app.Given.Guardian(from, kept);
        var guardian = await app.Given.Guardian(to, old);
        await app.Write(db => db.Guardians.Where(g => g.Id == guardian.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.LastNameAr, "السملالي").SetProperty(g => g.LastNameLatin, "Semlali")));
        await app.Write(async db =>
        {
            db.Absences.Add(new Absence { PupilId = old.Id, SchoolYearId = Given.Year, SchoolId = to.Id, ClassId = there.Id, Day = new DateOnly(Given.Year, 10, 5), Half = HalfDay.Morning, Periods = 2, State = AbsenceState.Unjustified });
            await db.SaveChangesAsync();
            await db.Enrollments.Where(e => e.Id == old.EnrollmentId).ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Left).SetProperty(e => e.LeftOn, new DateOnly(Given.Year, 10, 20)));
        });
        return new Two(from, to, kept, old, "emlali");
    }

    // The same child once more: محمد and محمّد, the same birth date, without an act.
    private async Task<GivenPupil> Twin(GivenSchool school, GivenPupil pupil, Massar.Features.Classes.Domain.SchoolClass inClass)
    {
        var birth = await app.Read(db => db.Pupils.Where(p => p.Id == pupil.Id).Select(p => p.BirthDate).SingleAsync());
        var twin = await app.Given.Pupil(school, inClass: inClass, order: 9, birthDate: birth);
        await app.Write(async db =>
        {
            foreach (var (id, first) in ((long, string)[])[(pupil.Id, "محمد"), (twin.Id, "محمّد")])
            {
                var file = await db.Pupils.SingleAsync(p => p.Id == id);
                (file.FirstNameAr, file.LastNameAr, file.FirstNameLatin, file.LastNameLatin) = (first, "الشرقاوي", "Mohamed", "Cherkaoui");
                file.SearchKey = ArabicFolding.SearchKey(file.FullNameAr, file.FullNameLatin).Stored;
                if (id == twin.Id)
                    file.BirthActNumber = null;
            }

            await db.SaveChangesAsync();
        });
        return twin;
    }

    private Task Mark(GivenSchool school, int schoolClass, IEnumerable<(long Pupil, decimal Points)> marks) => app.Write(async db =>
    {
        var sheet = new Assessment { SchoolId = school.Id, SchoolYearId = Given.Year, ClassId = schoolClass, SubjectCode = "MATH", Semester = 1, Number = 1, State = AssessmentState.Open };
        foreach (var (pupil, points) in marks)
            sheet.Enter(pupil, CellValue.Of(points), 1);
        sheet.State = AssessmentState.Submitted;
        db.Assessments.Add(sheet);
        await db.SaveChangesAsync();
    });

    private Task<PupilMerge> Of(Two world) => app.Read(db => db.PupilMerges.Where(m => m.OtherId == world.Old.Id).OrderByDescending(m => m.Id).FirstAsync());

    private static async Task<JsonElement> Json(Visitor visitor, string address) => await visitor.Api.GetFromJsonAsync<JsonElement>($"/api{address}");

    private static async Task<HttpResponseMessage> Propose(Visitor head, GivenPupil kept, GivenPupil old)
    {
        var seen = (await Json(head, Links.Compare(kept.Id, old.Id))).GetProperty("files").GetProperty("seen").GetString();
        return await head.Api.PostAsJsonAsync($"/api{Links.Compare(kept.Id, old.Id)}", new { seen, keep = kept.MassarCode, proof = "FamilyBooklet", proofReference = "77/2014", proofOn = "2026-09-01", reason = "تلميذ واحد سجل مرتين" });
    }

    // Every row of every table that names one of the two files, but for the versions, the cases themselves and who looked.
    private Task<List<string>> Rows(Two world) => app.Read(async db =>
    {
        var rows = new List<string>();
        await db.Database.OpenConnectionAsync();
        foreach (var table in db.Model.GetEntityTypes().Where(t => t.FindProperty("PupilId") is not null && t.ClrType != typeof(PupilLook) && t.ClrType != typeof(FileLook)).Select(t => t.GetTableName()!).Append("Pupils").Distinct().Order(StringComparer.Ordinal))
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT * FROM `{table}` WHERE {(table == "Pupils" ? "Id" : "PupilId")} IN ({world.Kept.Id}, {world.Old.Id})");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                rows.Add($"{table}: " + string.Join('|', Enumerable.Range(0, reader.FieldCount).Where(i => reader.GetName(i) != "Version").Select(i => $"{reader.GetName(i)}={(reader.IsDBNull(i) ? "" : reader.GetValue(i))}")));
        }

        Assert.True(rows.Count > 4);
        return rows.Order(StringComparer.Ordinal).ToList();
    });
}
