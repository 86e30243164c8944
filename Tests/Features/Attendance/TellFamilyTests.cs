using Massar.Features.Attendance;
using Massar.Features.Attendance.Domain;
using Massar.Features.Notices.Domain;
using Massar.Infrastructure.Data;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Massar.Tests.Features.Attendance;

/// <summary>The same-hour message to guardians (acceptance check AC-MAS-5).</summary>
public sealed class TellFamilyTests(MassarApp app) : IClassFixture<MassarApp>
{
    private Task<List<Notice>> ToldOf(GivenPupil pupil) => app.Read(async db =>
    {
        var ids = await db.Absences.Where(a => a.PupilId == pupil.Id).Select(a => a.Id).ToListAsync();
        var notices = await db.Notices.Include(n => n.Deliveries).AsNoTracking().Where(n => n.Template == "notices.absence").ToListAsync();
        return notices.Where(n => ids.Any(id => n.Key.StartsWith($"absence/{id}/", StringComparison.Ordinal))).ToList();
    });

    private Task<int> RunFor(GivenPupil pupil) => app.RunWork($"absence-tell/{pupil.Id}/");

    [Fact]
    public async Task Each_guardian_gets_one_message_half_an_hour_after_the_call_and_not_before()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        var (mother, father) = (await app.Given.Guardian(session.School, session.Pupils[0]), await app.Given.Guardian(session.School, session.Pupils[0]));
        await app.Call(session, session.Absent(0));

        Assert.Equal(0, await RunFor(session.Pupils[0]));
        MassarApp.Clock.Pass(TimeSpan.FromMinutes(31));
        Assert.Equal(1, await RunFor(session.Pupils[0]));
        await app.Call(session.At("M2"), session.Absent(0));
        MassarApp.Clock.Pass(TimeSpan.FromMinutes(31));
        await RunFor(session.Pupils[0]);

        var told = await ToldOf(session.Pupils[0]);
        Assert.Equal(new[] { mother.AccountId, father.AccountId }.Order(), told.Select(n => n.AccountId!.Value).Order());
        Assert.All(told, n => Assert.Equal(NoticeChannel.Sms, Assert.Single(n.Deliveries).Channel));
        Assert.All(told, n => Assert.InRange(NoticeText.OfSms("ar", n.Template, n.Args).Length, 20, 70));
        Assert.NotNull(Assert.Single(await app.AbsencesOf(session.Pupils[0])).ToldAt);
    }

    [Fact]
    public async Task A_call_corrected_in_time_is_not_told()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        await app.Given.Guardian(session.School, session.Pupils[0]);
        await app.Call(session, session.Absent(0));
        await app.Call(session, session.Late(0));
        MassarApp.Clock.Pass(TimeSpan.FromMinutes(31));

        Assert.Equal(1, await RunFor(session.Pupils[0]));
        Assert.Empty(await ToldOf(session.Pupils[0]));
    }

    [Fact]
    public async Task A_reason_given_in_time_is_enough()
    {
        MassarApp.Clock.Moved = await app.UntilSchool();
        var session = await app.Session();
        var guardian = await app.SignIn(await app.Given.Guardian(session.School, session.Pupils[0]));
        await app.Call(session, session.Absent(0));
        await (await guardian.Open(Links.Justify(session.Pupils[0].Id))).Submit(("Absences", $"{(await app.AbsencesOf(session.Pupils[0])).Single().Id}"), ("Reason", "ILLNESS"));
        MassarApp.Clock.Pass(TimeSpan.FromMinutes(31));

        Assert.Equal(1, await RunFor(session.Pupils[0]));
        Assert.Empty(await ToldOf(session.Pupils[0]));
    }

    [Fact]
    public async Task No_phone_rings_at_night_and_a_correction_at_night_still_counts()
    {
        MassarApp.Clock.Moved = await app.UntilSchool(20, 50);
        var session = await app.Session();
        await app.Call(session.At("S4"), session.Absent(0));

        var due = await app.Read(db => db.WorkItems.Where(w => w.Key.StartsWith($"absence-tell/{session.Pupils[0].Id}/")).Select(w => w.RunAfter).SingleAsync());

        Assert.Equal(new TimeOnly(7, 0), TimeOnly.FromDateTime(MoroccanDay.Local(due)));
    }
}
