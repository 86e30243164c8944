using System.Net;
using System.Net.Http.Json;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Features.Registrations;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Work;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Registrations;

/// <summary>AC-PRE-12, its second half: who finds no seat waits in a stated order, sees the place, and is offered what becomes free (workflow 4.1).</summary>
public sealed class WaitingListTests(MassarApp app) : IClassFixture<MassarApp>
{
    private readonly Families families = new(app);

    [Fact]
    public async Task AC_PRE_12_A_full_school_puts_a_child_on_the_list_and_a_seat_passes_on_until_a_family_takes_it()
    {
        var zone = await families.School(seats: 1);
        var head = await app.SignIn(zone.School.Head, "fr");
        var (_, first, _, _) = await families.Send(zone);
        var (plain, plainId, _, _) = await families.Send(zone, language: "fr");
        var (elder, elderId, elderPhone, elderAct) = await families.Send(zone, language: "fr");
        await Sibling(zone, elderAct);
        await (await head.Open(Links.Approve(first))).Submit();

        // No seat: the head chooses, and what is not chosen is asked.
        var form = await head.Open(Links.Approve(plainId));
        Assert.True(form.Says("Plus de place en première année"));
        var unchosen = await form.Submit();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unchosen.Status);
        Assert.NotNull(unchosen.ErrorOf("Seat"));
        Assert.True((await unchosen.Submit(("Seat", "list"))).Says("Sur liste d'attente"));
        await (await head.Open(Links.Approve(elderId))).Submit(("Seat", "list"));
        Assert.Equal(2, await Count(zone, RegistrationState.Waiting));
        Assert.Equal(1, await app.Read(db => db.Enrollments.CountAsync(e => e.SchoolId == zone.School.Id && e.LevelCode == "1AP" && e.State != EnrollmentState.Left)));

        // The place is seen with its reason, and nothing of anybody else: the sibling counts before the hour.
        var place = await plain.Open(Links.Follow(plainId));
        Assert.True(place.Says("Rang 2 sur 2"), place.Text);
        Assert.True(place.Says("Frère ou sœur dans l'école"));
        Assert.DoesNotContain($"{elderId:D6}", place.Body, StringComparison.Ordinal);
        Assert.True((await elder.Open(Links.Follow(elderId))).Says("Rang 1 sur 2"));
        var list = await head.Open(Links.WaitingList);
        Assert.Equal([Links.Case(elderId), Links.Case(plainId)], list.All("tbody th a").Select(a => a.GetAttribute("href")!));
        Assert.DoesNotContain("registrations.", list.Text, StringComparison.Ordinal);
        Assert.Equal(3, (await (await head.Get($"{Links.WaitingList}.csv")).Content.ReadAsStringAsync()).Trim().Split('\n').Length);
        Assert.DoesNotContain(Links.Case(elderId), (await (await app.SignIn((await families.School()).School.Head)).Open(Links.WaitingList)).Body, StringComparison.Ordinal);

        // A pupil leaves: the clock finds the seat and the first of the list is told until when.
        Assert.Equal(HttpStatusCode.Conflict, (await head.Api.PostAsync("/api/registrations/waiting/offer", null)).StatusCode);
        await app.Write(db => db.Enrollments.Where(e => e.SchoolId == zone.School.Id && e.LevelCode == "1AP").ExecuteUpdateAsync(s => s.SetProperty(e => e.State, EnrollmentState.Left)));
        await Look();
        await app.RunWork($"registration-seats/{zone.School.Id}/");
        Assert.Equal(RegistrationState.Offered, await StateOf(elderId));
        Assert.Equal(RegistrationState.Waiting, await StateOf(plainId));
        Assert.True(await app.Read(db => db.Notices.AnyAsync(n => n.Template == "notices.registration-offered" && n.Deliveries.Any(d => d.To == "+212" + elderPhone.Substring(1)))));
        Assert.True((await elder.Open(Links.Follow(elderId))).Says("Une place est libre"));
        Assert.True((await head.Open(Links.Case(plainId))).Says("Rang 1 sur 1"));

        // Silence passes it to the next, and who was late may return to the list.
        var key = OfferEnds.KeyOf(elderId, 1);
        await app.RunWork(key);
        Assert.Equal(RegistrationState.Offered, await StateOf(elderId));
        await app.Write(async db =>
        {
            var past = MassarApp.Clock.GetUtcNow().UtcDateTime.AddMinutes(-1);
            await db.Registrations.Where(r => r.Id == elderId).ExecuteUpdateAsync(s => s.SetProperty(r => r.OfferedUntil, past));
            await db.WorkItems.Where(w => w.Key == key).ExecuteUpdateAsync(s => s.SetProperty(w => w.RunAfter, past));
        });
        Assert.Equal(HttpStatusCode.Conflict, (await elder.Open(Links.Offer(elderId))).Status);
        await app.RunWork(key);
        Assert.Equal((RegistrationState.Lapsed, RegistrationState.Offered), (await StateOf(elderId), await StateOf(plainId)));
        Assert.True(await app.Read(db => db.Notices.AnyAsync(n => n.Template == "notices.registration-seat-lapsed" && n.AccountId == zone.School.Head.AccountId)));
        Assert.True((await (await elder.Open(Links.Follow(elderId))).SubmitForm($"form[action='{Links.WaitAgain(elderId)}']", null, false)).Says("Rang 1 sur 1"));

        // The next one takes it by the telephone's page: the child is a pupil at once, with the guardians of the file.
        var offer = await plain.Open(Links.Offer(plainId));
        var undecided = await offer.Submit(("Answer", "peut-être"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, undecided.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await elder.Open(Links.Offer(plainId))).Status);
        var taken = await offer.SubmitWith("Answer=accept");
        Assert.True(taken.Says("Place acceptée"), taken.Text);
        var pupil = await app.Read(db => db.Registrations.Where(r => r.Id == plainId).Select(r => r.PupilId).SingleAsync());
        Assert.True(await app.Read(db => db.Enrollments.AnyAsync(e => e.PupilId == pupil && e.SchoolId == zone.School.Id && e.LevelCode == "1AP")));
        Assert.True(await app.Read(db => db.Guardianships.CountAsync(g => g.PupilId == pupil)) == 2);
        Assert.True(await app.Read(db => db.Notices.AnyAsync(n => n.Template == "notices.registration-seat-taken" && n.AccountId == zone.School.Head.AccountId)));
        Assert.Equal(RegistrationState.Waiting, await StateOf(elderId));
    }

    [Fact]
    public async Task One_seat_is_offered_once_and_taken_once_however_many_ask_at_the_same_time_and_one_left_goes_to_the_next()
    {
        var zone = await families.School(seats: 0);
        var head = await app.SignIn(zone.School.Head);
        var program = await families.EnterByApi(Families.NewPhone());
        var number = Given.Next() % 900_000 + 1;
        var one = await Families.FillByApi(program, Families.Typed(zone, number));
        await Families.Read(await program.PostAsJsonAsync($"{Families.Api}/{one}/submit", new { }));
        var (next, other, _, _) = await families.Send(zone, language: "fr");
        foreach (var id in (long[])[one, other])
            await Families.Read(await head.Api.PostAsJsonAsync($"/api/registrations/{id}/approve", new { seat = "list" }));
        await app.Write(db => db.Schools.Where(s => s.Id == zone.School.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.FirstYearSeats, 1)));

        var asked = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => head.Api.PostAsync("/api/registrations/waiting/offer", null)));

        Assert.Single(asked, r => r.StatusCode == HttpStatusCode.OK);
        Assert.Equal((1, 1), (await Count(zone, RegistrationState.Offered), await Count(zone, RegistrationState.Waiting)));
        Assert.Equal(RegistrationState.Offered, await StateOf(one));

        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => program.PostAsJsonAsync($"{Families.Api}/{one}/offer", new { answer = "accept" })));
        Assert.Single(answers, r => r.StatusCode == HttpStatusCode.OK);
        Assert.Equal(1, await app.Read(db => db.Enrollments.CountAsync(e => e.SchoolId == zone.School.Id)));

        // Another seat, offered to the second, who leaves it: nobody waits any more, and the request is closed.
        await app.Write(db => db.Schools.Where(s => s.Id == zone.School.Id).ExecuteUpdateAsync(s => s.SetProperty(x => x.FirstYearSeats, 2)));
        await (await head.Open(Links.WaitingList)).SubmitForm($"form[action='{Links.OfferSeats}']", null, false);
        var left = await (await next.Open(Links.Offer(other))).SubmitWith("Answer=decline");
        Assert.True(left.Says("Place laissée à l'enfant suivant"), left.Text);
        Assert.Equal(RegistrationState.Withdrawn, await StateOf(other));
        Assert.Equal(1, await app.Read(db => db.Enrollments.CountAsync(e => e.SchoolId == zone.School.Id)));
    }

    [Fact]
    public async Task A_child_above_the_capacity_is_taken_with_a_reason_that_the_directorate_reads_and_nobody_decides_on_his_own()
    {
        var zone = await families.School(seats: 0);
        var director = await app.Given.Person(Roles.ProvincialDirector, zone.School.Directorate);
        var (_, id, _, _) = await families.Send(zone);
        var (_, own, _, act) = await families.Send(zone);
        var head = await app.SignIn(zone.School.Head, "fr");

        var unexplained = await (await head.Open(Links.Approve(id))).Submit(("Seat", "above"), ("AboveReason", " "));
        var taken = await unexplained.Submit(("Seat", "above"), ("AboveReason", "Frère jumeau déjà admis"));

        Assert.NotNull(unexplained.ErrorOf("AboveReason"));
        Assert.True(taken.Says("Frère jumeau déjà admis"), taken.Text);
        Assert.Equal(RegistrationState.Accepted, await StateOf(id));
        var office = await app.SignIn(director, "fr");
        Assert.NotNull((await office.Open($"{Links.Desk}?hint=above")).Find($"a[href='{Links.Case(id)}']"));
        Assert.Null((await office.Open($"{Links.Desk}?hint=above")).Find($"a[href='{Links.Case(own)}']"));
        Assert.True((await office.Open(Links.Case(id))).Says("Frère jumeau déjà admis"));
        Assert.Contains("Frère jumeau déjà admis", await (await office.Get($"{Links.Desk}.csv?hint=above")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.True(await app.Read(db => db.Notices.AnyAsync(n => n.Template == "notices.registration-above" && n.AccountId == director.AccountId)));
        Assert.Equal(HttpStatusCode.Forbidden, (await office.Api.PostAsync("/api/registrations/waiting/offer", null)).StatusCode);

        await app.Write(db => db.Employees.Where(e => e.Id == zone.School.Head.EmployeeId).ExecuteUpdateAsync(s => s.SetProperty(e => e.Cin, $"ZZ{act}")));
        var refused = await (await head.Open(Links.Approve(own))).Submit(("Seat", "above"), ("AboveReason", "Mon enfant"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.True(refused.Says("Cette demande concerne votre famille"), refused.Text);
        Assert.NotEqual(RegistrationState.Accepted, await StateOf(own));
    }

    [Fact]
    public void The_list_follows_the_order_of_the_year_and_then_the_hour()
    {
        var hour = new DateTime(2026, 6, 3, 9, 0, 0, DateTimeKind.Utc);
        Waiter plain = new(1, false, false, true, hour), zoned = new(2, true, false, false, hour.AddHours(2)), sibling = new(3, false, true, true, hour.AddHours(1)), late = new(4, false, false, true, hour.AddDays(1));
        Waiter[] all = [late, sibling, plain, zoned];

        var delivered = WaitingRule.From(YearFigures.Delivered);
        var another = WaitingRule.From(new YearFigures("r.", new Dictionary<string, string> { ["r.waiting-order"] = "siblings lottery age", ["r.offer-hours"] = "0" }));

        Assert.Equal([2, 3, 1, 4], delivered.Sort(all).Select(w => w.Id));
        Assert.Equal([3, 1, 4, 2], another.Sort(all).Select(w => w.Id));
        Assert.Equal(["siblings", "age"], another.Criteria);
        Assert.Equal(48, another.OfferHours);
    }

    // The mother of the request has a child at the school.
    private async Task Sibling(GivenZone zone, int act)
    {
        var child = await app.Given.Pupil(zone.School, "2AP");
        await app.Write(async db =>
        {
            var mother = new Guardian { FirstNameAr = "مريم", LastNameAr = "بناني", FirstNameLatin = "Meryem", LastNameLatin = "Bennani", Language = "fr", Cin = $"ZZ{act}" };
            db.Guardians.Add(mother);
            await db.SaveChangesAsync();
            db.Guardianships.Add(new Guardianship { GuardianId = mother.Id, PupilId = child.Id, Quality = GuardianQuality.Mother, State = GuardianshipState.Active, StartsOn = new DateOnly(2020, 9, 1) });
            await db.SaveChangesAsync();
        });
    }

    private async Task Look()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var (db, work, unit) = (scope.ServiceProvider.GetRequiredService<MassarDb>(), scope.ServiceProvider.GetRequiredService<WorkDesk>(), scope.ServiceProvider.GetRequiredService<UnitOfWork>());
        Acting.Now = Actor.System("registrations");
        await unit.Run("Registrations.LookForSeats", ct => SeatClock.Look(db, work, MassarApp.Clock.GetUtcNow().UtcDateTime, ct), CancellationToken.None);
    }

    private Task<RegistrationState> StateOf(long id) => app.Read(db => db.Registrations.Where(r => r.Id == id).Select(r => r.State).SingleAsync());

    private Task<int> Count(GivenZone zone, RegistrationState state) => app.Read(db => db.Registrations.CountAsync(r => r.SchoolId == zone.School.Id && r.State == state));
}
