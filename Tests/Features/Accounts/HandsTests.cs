using System.Net;
using System.Text.RegularExpressions;
using Massar.Features.Accounts.Domain;
using Massar.Features.StaffMerges.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Tests.Features.Marks;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Accounts;

/// <summary>Where somebody else is asked for, a second account of the same person is nobody else.</summary>
public sealed partial class HandsTests(MassarApp app) : IClassFixture<MassarApp>
{
    [Fact]
    public async Task Accounts_of_one_file_of_one_card_of_a_merged_file_and_of_the_guardian_with_it_are_one_persons()
    {
        var school = await app.Given.School();
        var me = await app.Given.Person(Roles.HrManager, school.Directorate);
        var same = await app.Given.Person(Roles.Teacher, school.Place, employeeId: me.EmployeeId);
        var twin = await app.Given.Person(Roles.Teacher, school.Place);
        var merged = await app.Given.Person(Roles.Teacher, school.Place);
        var proposed = await app.Given.Person(Roles.Teacher, school.Place);
        var parent = await app.Given.Guardian(school);
        var stranger = await app.Given.Person(Roles.Teacher, school.Place);
        await Card(twin, me);
        await app.Write(async db =>
        {
            var cin = await db.Employees.Where(e => e.Id == me.EmployeeId).Select(e => e.Cin).SingleAsync();
            await db.Guardians.Where(g => g.Id == parent.GuardianId).ExecuteUpdateAsync(s => s.SetProperty(g => g.Cin, cin));
            var done = Merge(me, merged, school);
            done.Do([], new MergedBefore("PES_2", school.Id, school.Id, [], []), stranger.AccountId, DateTime.UnixEpoch, null);
            db.StaffMerges.AddRange(done, Merge(me, proposed, school));
            await db.SaveChangesAsync();
        });

        var hands = await Of(me);

        // What somebody merely proposed shuts nobody out.
        Assert.Equal(new[] { me, same, twin, merged, parent }.Select(p => p.AccountId).Order(), hands.Accounts.Order());
        Assert.True(hands.Did(parent.AccountId) && !hands.Did(stranger.AccountId) && !hands.Did(null));
        Assert.Equal(new[] { me, same, twin, parent }.Select(p => p.AccountId).Order(), (await Of(parent)).Accounts.Except([merged.AccountId]).Order());
        Assert.Contains(me.AccountId, (await Of(merged)).Accounts);
        Assert.Equal([stranger.AccountId], (await Of(stranger)).Accounts);
    }

    [Fact]
    public async Task A_second_file_of_one_person_neither_validates_what_the_first_handed_over_nor_gets_rights_from_it()
    {
        var sheet = await app.Sheet();
        await app.Submitted(sheet);
        var id = await app.IdOf(sheet.Key);
        await Card(sheet.School.Head, sheet.Teacher);
        var head = await app.SignIn(sheet.School.Head, "fr");

        var refused = await head.Api.PostAsync($"/api{Massar.Features.Marks.Links.Validate(id)}", null);

        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("marks.validate.own", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var manager = await app.Manager(sheet.School);
        var own = await app.Given.Person(Roles.Teacher, sheet.School.Place);
        var signedIn = await app.SignIn(manager, "fr", steppedUp: true);
        Assert.Equal(HttpStatusCode.OK, (await signedIn.Open($"/accounts/all/{own.AccountId}/hats")).Status);
        await Card(own, manager);
        Assert.Equal(HttpStatusCode.NotFound, (await signedIn.Open($"/accounts/all/{own.AccountId}/hats")).Status);
    }

    [Fact]
    public void An_act_of_somebody_else_is_asked_for_in_one_place()
    {
        // These tell a page what to show, or look for what is one's own; none of them lets anybody act.
        string[] readers = ["Certificates/ShowBatch", "Claims/WithdrawClaim", "Contributions/ShowDay", "Contributions/ShowEntry", "Decisions/ShowPromotion", "Leaves/Domain", "Marks/Domain", "Mobility/ShowRequest", "Mobility/ShowRun",
            "PrintKits/ShowKit", "ReportCards/AppealCouncil", "ReportCards/ShowCards", "Staffing/ShowFlag", "Transfers/ShowTransfer"];
        var root = Path.Combine(Repository.Root, "Features");

        var comparing = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Where(f => Compared().IsMatch(File.ReadAllText(f))).Select(f => Path.GetDirectoryName(Path.GetRelativePath(root, f))!.Replace('\\', '/')).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(readers, comparing);
    }

    [GeneratedRegex(@"By(Account)?(Id)? (==|!=) user\.AccountId|user\.AccountId (==|!=) [\w.]+By|AccountId (==|!=) by\.AccountId|DirectorateAccountId (==|!=) user")]
    private static partial Regex Compared();

    private static StaffMerge Merge(GivenPerson kept, GivenPerson other, GivenSchool school) => new StaffMerge
    {
        KeptEmployeeId = kept.EmployeeId!.Value,
        OtherEmployeeId = other.EmployeeId!.Value,
        PlaceId = school.Directorate.Id,
        PlacePath = school.Directorate.Path,
        Reason = "-",
        ProposedByAccountId = kept.AccountId,
        ProposedAt = DateTime.UnixEpoch,
    }.Begin();

    // The identity card of somebody else's file.
    private Task Card(GivenPerson to, GivenPerson from) => app.Write(async db =>
    {
        var cin = await db.Employees.Where(e => e.Id == from.EmployeeId).Select(e => e.Cin).SingleAsync();
        await db.Employees.Where(e => e.Id == to.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.Cin, cin));
    });

    private Task<Hands> Of(GivenPerson person) => app.Read(db => Hands.Of(db, person.AccountId, person.EmployeeId, person.GuardianId, CancellationToken.None));
}
