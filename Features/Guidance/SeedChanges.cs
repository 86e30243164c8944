using Massar.Features.Accounts;
using Massar.Features.Classes;
using Massar.Features.Enrollments;
using Massar.Features.Guidance.Domain;
using Massar.Features.Pupils;
using Massar.Features.Reference;
using Massar.Features.Reference.Domain;
using Massar.Features.Schools;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance;

/// <summary>
/// In the directorate of the well-known head: this year's session of re-orientation, open, with seats and a request in every state that
/// leaves pupils where they sit. A demo without two streams of a level has none.
/// </summary>
public sealed class SeedChanges : ISeed
{
    private const int Requests = 10;

    public int Order => 153;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var (years, accounts, schools, classes, enrollments, pupils) = (seeding.Of<SeededYears>(), seeding.Of<SeededAccounts>(), seeding.Of<SeededSchools>(), seeding.Of<SeededClasses>(), seeding.Of<SeededEnrollments>(), seeding.Of<SeededPupils>());
        var (today, year, office) = (years.Today, years.Current.Id, accounts.Demo(Roles.ProvincialDirector).Id);
        var directorate = schools.School(accounts.Demo(Roles.Head).PlaceId).Directorate.Id;
        var taught = classes.Of(year).Where(c => c.StreamCode.Length > 0 && schools.School(c.SchoolId).Directorate.Id == directorate).OrderBy(c => c.Id).ToList();
        if (taught.Select(c => (c.LevelCode, c.StreamCode)).Distinct().GroupBy(c => c.LevelCode).All(g => g.Count() < 2)) return;

        var window = new ReorientationWindow { Id = (int)seeding.NextId<ReorientationWindow>(), PlaceId = directorate, SchoolYearId = year, OpensOn = today.AddDays(-9), ClosesOn = today.AddDays(6), OpinionsUntil = today.AddDays(13) };
        var seats = taught.Select(c => (c.SchoolId, c.StreamCode)).Distinct()
            .Select(c => new ReorientationSeats { Id = (int)seeding.NextId<ReorientationSeats>(), WindowId = window.Id, SchoolId = c.SchoolId, StreamCode = c.StreamCode, Seats = 3 }).ToList();

        var rules = await YearFigures.Of(seeding.Db, year, ReorientationDesk.Setting, ct);
        var moving = (await seeding.Db.Transfers.Where(t => t.LiveKey != null).Select(t => t.PupilId).ToListAsync(ct)).ToHashSet();
        var senders = accounts.Accounts.Where(a => a.GuardianId is not null).DistinctBy(a => a.GuardianId).ToDictionary(a => a.GuardianId!.Value, a => a.Id);
        var heads = accounts.Of(Roles.Head).GroupBy(a => a.PlaceId).ToDictionary(g => g.Key, g => g.First().Id);
        var level = taught.ToLookup(c => c.StreamCode, c => c.LevelCode);
        var candidates = (
            from made in taught
            let targets = rules.Text(made.StreamCode)?.Split(';') ?? []
            let choices = seats.Where(s => targets.Contains(s.StreamCode) && level[s.StreamCode].Contains(made.LevelCode)).OrderByDescending(s => s.SchoolId == made.SchoolId).ThenBy(s => s.Id).ToList()
            where choices.Count > 0
            from e in enrollments.In(made.Id).Where(e => e.LeftOn is null && !moving.Contains(e.PupilId)).Take(4)
            let sender = pupils.GuardiansOf(e.PupilId).Select(g => senders.GetValueOrDefault(g.Id)).FirstOrDefault(id => id > 0)
            orderby sender == 0, e.Id
            select (Made: made, Line: e, Choices: choices, Sender: sender)).Take(Requests).ToList();

        var requests = new List<Reorientation>();
        foreach (var ((made, line, choices, sender), i) in candidates.Select((c, i) => (c, i)))
        {
            var to = choices[i % 3 == 0 ? 0 : i % choices.Count];
            var request = new Reorientation
            {
                Id = seeding.NextId<Reorientation>(),
                WindowId = window.Id,
                PupilId = line.PupilId,
                EnrollmentId = line.Id,
                SchoolId = made.SchoolId,
                LevelCode = made.LevelCode,
                FromStream = made.StreamCode,
                ToSchoolId = to.SchoolId,
                ToStream = to.StreamCode,
                Reason = Words.All.Say("ar", "guidance.change.demo.reason"),
                AskedAt = At(window.OpensOn.AddDays(i % 5), 18).AddMinutes(7 * i),
                AskedByAccountId = sender > 0 ? sender : office,
            };
            request.Ask();
            requests.Add(request);
            if (i % 5 == 4)
            {
                if (i > 5) _ = request.Withdraw();
                continue;
            }

            if (i % 5 == 3) continue;
            _ = request.Advise(i != 7, i == 7 ? Words.All.Say("ar", "guidance.change.demo.opinion") : null, i == 0 ? Words.All.Say("ar", "guidance.demo.note") : null, heads.GetValueOrDefault(made.SchoolId, office), At(today.AddDays(-3), 11));
            var decided = At(today.AddDays(-1), 15);
            if (i == 7) _ = request.Refuse("OPINION", Words.All.Say("ar", "guidance.change.demo.refusal"), office, decided);
            else if (i == 6) _ = request.Wait(null, office, decided);
            else if (i % 3 == 0 && request.IsSameSchool && to.Take() is null) _ = request.Accept(null, office, decided, null);
        }

        await seeding.Insert([window], ct);
        await seeding.Insert(seats, ct);
        await seeding.Insert(requests, ct);
    }

    private static DateTime At(DateOnly day, int hour) => MoroccanHour.Utc(day, new TimeOnly(hour, 0));
}
