using Massar.Features.Accounts;
using Massar.Features.Accounts.Domain;
using Massar.Features.Employees;
using Massar.Features.Exchanges.Domain;
using Massar.Features.Mobility.Domain;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Exchanges;

/// <summary>
/// Lines of the board in the demo's academy, among them some that fit each other, a proposal that waits for an answer and an exchange that waits for its directorate;
/// each made by the entities' own methods, of people who may exchange.
/// </summary>
public sealed class Seed : ISeed
{
    private const int Lines = 24;

    /// <summary>After decisions and installations: who is awaited elsewhere exchanges nothing.</summary>
    public int Order => 170;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, schools, staff, accounts) = (seeding.Of<SeededYears>(), seeding.Of<SeededSchools>(), seeding.Of<SeededEmployees>(), seeding.Of<SeededAccounts>());
        var draw = seeding.Draw("exchanges");
        // Planted on another connection meanwhile: read and written on one of its own.
        await using var scope = seeding.Services.CreateAsyncScope();
        var (db, files) = (scope.ServiceProvider.GetRequiredService<MassarDb>(), scope.ServiceProvider.GetRequiredService<ExchangeFiles>());
        var demo = accounts.Accounts.Where(a => a.Login.EndsWith(".demo", StringComparison.Ordinal)).Select(a => a.EmployeeId).OfType<long>().ToHashSet();
        var me = accounts.Demo(Roles.Teacher).EmployeeId!.Value;
        var mine = PostGroup.Of(MovementCategories.Grades["REGIONAL"], staff.Employee(me).GradeCode, staff.Employee(me).DisciplineCode);
        var asked = staff.Of(Roles.Teacher).Where(t => schools.School(t.PlaceId).IsPublic && t.PostedOn.Year <= years.Current.Id - 3 && accounts.OfEmployee(t.Id) is not null && (t.Id == me || !demo.Contains(t.Id))).Select(t => t.Id).ToList();
        var (figures, today) = (await ExchangeFigures.Current(db, ct), years.Today);
        var able = (await files.Of(asked, 0, ct)).Values.Where(f => f.Judge(figures, today).All(r => r.Holds) && f.AcademyPath is not null).OrderBy(f => f.Group == mine ? 0 : 1).ThenBy(f => f.EmployeeId).ToList();
        var chosen = able.GroupBy(f => (f.Group, f.AcademyPath)).Where(g => g.DistinctBy(f => f.PlaceId).Count() > 1).SelectMany(g => g.DistinctBy(f => f.PlaceId).Take(6)).Take(Lines).ToList();
        foreach (var file in chosen)
        {
            var offer = new ExchangeOffer { EmployeeId = file.EmployeeId, PlaceId = file.PlaceId, PlacePath = file.PlacePath, GroupCode = file.Group!, Until = today.AddDays(draw.Number(40, figures.OfferDays)) };
            var mates = chosen.Where(o => o.Group == file.Group && o.AcademyPath == file.AcademyPath && o.PlaceId != file.PlaceId).ToList();
            offer.Want(draw.Shuffle(mates).Take(2).Select(o => (o.PlaceId, o.PlacePath)));
            db.ExchangeOffers.Add(offer);
        }

        await db.SaveChangesAsync(ct);
        var pairs = chosen.Where(f => f.EmployeeId != me).GroupBy(f => (f.Group, f.AcademyPath)).SelectMany(g => g.Chunk(2)).Where(p => p.Length == 2).Take(2).ToList();
        if (chosen.Find(f => f.EmployeeId == me) is { } own && chosen.Find(f => f.EmployeeId != me && f.Group == own.Group && f.AcademyPath == own.AcademyPath && !pairs.Exists(p => p.Contains(f))) is { } mate)
            await Propose(mate, own, accept: false);
        foreach (var pair in pairs)
            await Propose(pair[0], pair[1], accept: true);

        async Task Propose(ExchangeFile first, ExchangeFile second, bool accept)
        {
            var before = Acting.Now;
            var place = Territory.LastOf(first.AcademyPath!);
            var account = accounts.OfEmployee(first.EmployeeId)!;
            Acting.Now = new Infrastructure.Security.Actor(account.Id, null, "system", place, "seed");
            await using var inner = seeding.Services.CreateAsyncScope();
            await inner.ServiceProvider.GetRequiredService<UnitOfWork>().Run("Exchanges.ProposeExchange", async token =>
            {
                var (own, desk, clock) = (inner.ServiceProvider.GetRequiredService<MassarDb>(), inner.ServiceProvider.GetRequiredService<ExchangeDesk>(), inner.ServiceProvider.GetRequiredService<TimeProvider>());
                var now = clock.GetUtcNow().UtcDateTime;
                var exchange = new Exchange { PlaceId = place, PlacePath = first.AcademyPath!, GroupCode = first.Group!, EffectiveOn = today.AddDays(60), ProposedAt = now, AnswerUntil = MoroccanDay.Of(now).AddDays(figures.AnswerDays) };
                exchange.Begin(
                [
                    new ExchangeParty { Order = 1, EmployeeId = first.EmployeeId, FromPlaceId = first.PlaceId, FromPath = first.PlacePath, ToPlaceId = second.PlaceId },
                    new ExchangeParty { Order = 2, EmployeeId = second.EmployeeId, FromPlaceId = second.PlaceId, FromPath = second.PlacePath, ToPlaceId = first.PlaceId },
                ], now, account.Id);
                own.Exchanges.Add(exchange);
                await own.SaveChangesAsync(token);
                desk.Await(exchange);
                if (!accept)
                {
                    await desk.Tell(exchange, "proposed", null, first.EmployeeId, token);
                    return;
                }

                if (exchange.Accept(second.EmployeeId, now, accounts.OfEmployee(second.EmployeeId)!.Id) is { } refusal)
                    throw new InvalidOperationException($"A planted exchange was not accepted: {refusal.Reason.Key}");
                await desk.Share(exchange, token);
            }, ct);
            Acting.Now = before;
        }
    }
}
