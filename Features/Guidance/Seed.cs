using Massar.Features.Accounts;
using Massar.Features.Classes;
using Massar.Features.Enrollments;
using Massar.Features.Guidance.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils;
using Massar.Features.Reference;
using Massar.Features.Schools;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Localization;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance;

/// <summary>
/// In the directorate of the well-known head: last year's guidance into the common core, handed over; this year one campaign that takes
/// wishes, one whose councils speak, and one whose results are out, with wishes in every state.
/// </summary>
public sealed class Seed : ISeed
{
    private const int MostClasses = 3;

    public int Order => 152;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var world = await World.Of(seeding, ct);
        var (today, year) = (world.Years.Today, world.Years.Current.Id);
        // Last year's first: how it ended is what this year's families compare with.
        await Run(world, year - 1, "TC", ["3AC", "3APIC"], today.AddDays(-240), Stage.Assigned, ct);
        await Run(world, year, "TC", ["3AC", "3APIC"], today.AddDays(-16), Stage.Opinions, ct);
        await Run(world, year, "1BAC", ["TC"], today.AddDays(-5), Stage.Wishes, ct);
        await Run(world, year, "2BAC", ["1BAC"], today.AddDays(-30), Stage.Published, ct);
        await world.Send(ct);
    }

    private static async Task Run(World world, int year, string to, string[] from, DateOnly opens, Stage until, CancellationToken ct)
    {
        var closes = opens.AddDays(14);
        var campaign = new GuidanceCampaign
        {
            Id = (int)world.Seeding.NextId<GuidanceCampaign>(),
            PlaceId = world.Directorate,
            SchoolYearId = year,
            ToLevel = to,
            OpensOn = opens,
            ClosesOn = closes,
            OpinionsUntil = closes.AddDays(10),
            MaxWishes = 3,
            AppealDays = 5,
        };
        var seats = world.SeatsFor(campaign);
        var classes = world.Classes.Of(year).Where(c => from.Contains(c.LevelCode) && world.Schools.School(c.SchoolId).Directorate.Id == world.Directorate)
            .OrderByDescending(c => c.SchoolId == world.Home).ThenBy(c => c.Id).Take(MostClasses).ToList();
        if (seats.Count == 0 || classes.Count == 0) return;
        world.Campaigns.Add(campaign);
        world.Seats.AddRange(seats);
        _ = campaign.Announce();

        var rows = new List<(GuidanceFile File, long Pupil)>();
        foreach (var made in classes)
            foreach (var (seat, index) in world.Enrollments.In(made.Id).Where(e => e.LeftOn is null).Select((e, i) => (e, i)))
            {
                // Some have written nothing yet.
                if (until != Stage.Assigned && index % 7 == 6) continue;
                var open = seats.Where(s => Wishes.Follows(world.NextOf(made.StreamCode), s.StreamCode)).ToList();
                if (open.Count == 0) continue;
                var file = new GuidanceFile { Id = world.Seeding.NextId<GuidanceFile>(), CampaignId = campaign.Id, PupilId = seat.PupilId, EnrollmentId = seat.Id, SchoolId = made.SchoolId };
                file.Wish([.. world.Draw.Shuffle(open).Take(1 + index % 3).Select(s => (s.SchoolId, s.StreamCode))]);
                if (index % 5 != 4) _ = file.Send(World.At(opens.AddDays(2 + index % 3), 19), world.SenderOf(seat.PupilId));
                if (until != Stage.Wishes && file.State == GuidanceState.Sent && (until != Stage.Opinions || index % 2 == 0))
                    _ = file.Advise(file.Wishes.ToDictionary(w => w.Rank, w => (index + w.Rank) % 6 == 0 ? GuidanceOpinion.Reserved : GuidanceOpinion.Favorable), index % 9 == 3 ? Words.All.Say("ar", "guidance.demo.note") : null, World.At(closes.AddDays(3), 15));
                rows.Add((file, seat.PupilId));
            }

        if (until >= Stage.Published) await Decide(world, campaign, seats, [.. rows.Select(r => r.File).Where(f => f.State != GuidanceState.Draft)], closes, until, ct);
        foreach (var (file, _) in rows) world.Add(file);
    }

    // By the same rule as the commission's.
    private static async Task Decide(World world, GuidanceCampaign campaign, List<GuidanceSeats> seats, List<GuidanceFile> files, DateOnly closes, Stage until, CancellationToken ct)
    {
        var averages = await PublishedAverages.Of(world.Seeding.Db, [.. files.Select(f => f.PupilId)], campaign.SchoolYearId, MarkAudience.Pupils, ct);
        var known = files.ToDictionary(f => f.Id, f => Wishes.Best(averages.GetValueOrDefault(f.PupilId)));
        var proposal = CommissionRule.Propose(
            [.. files.Select(f => new Candidate(f.Id, known[f.Id].Average, CommissionRule.LotOf(campaign.Id, world.Pupils.Pupil(f.PupilId).MassarCode), [.. f.Wishes.Select(w => new Candidacy(new GuidanceChoice(w.SchoolId, w.StreamCode), w.Opinion))]))],
            seats.ToDictionary(s => new GuidanceChoice(s.SchoolId, s.StreamCode), s => s.Seats));
        _ = campaign.Propose(World.At(closes.AddDays(11), 9), world.Office, 0);
        foreach (var file in files)
        {
            (int, string)? to = proposal.Admitted.TryGetValue(file.Id, out var wish) ? (file.Wishes[wish].SchoolId, file.Wishes[wish].StreamCode) : null;
            _ = file.Propose(known[file.Id].Average, known[file.Id].Basis, to, file.Wishes.ToDictionary(w => w.Rank, w =>
            {
                var list = proposal.Lists[new GuidanceChoice(w.SchoolId, w.StreamCode)];
                return (list.ToList().IndexOf(file.Id) + 1, list.Count);
            }));
            var free = seats.Find(s => s.Admitted < s.Seats && file.Wishes.Any(w => w.StreamCode == s.StreamCode)) ?? seats.Find(s => s.Admitted < s.Seats);
            if (to is null && free is not null && file.Decide(free.SchoolId, free.StreamCode, Words.All.Say("ar", "guidance.demo.reason"), world.Office) is null) free.Admitted++;
        }

        foreach (var row in seats)
        {
            var admitted = proposal.Lists.GetValueOrDefault(new GuidanceChoice(row.SchoolId, row.StreamCode), []).Select(id => files.First(f => f.Id == id)).Where(f => f.ToSchoolId == row.SchoolId && f.ToStream == row.StreamCode && f.DecisionReason is null).ToList();
            row.Admitted += admitted.Count;
            row.LowestAverage = admitted.Min(f => f.Average);
            if (admitted.LastOrDefault() is { } last) (row.LastAverage, row.LastOpinion) = (last.Average, last.Wishes.First(w => w.SchoolId == row.SchoolId && w.StreamCode == row.StreamCode).Opinion);
        }

        var hour = World.At(until == Stage.Published ? world.Years.Today.AddDays(-1) : closes.AddDays(13), 16);
        if (files.TrueForAll(f => f.ToSchoolId is not null)) _ = campaign.Publish(hour, world.Office, 0);
        if (campaign.Stage != GuidanceStage.Published) return;
        foreach (var (file, i) in files.Select((f, i) => (f, i)))
        {
            if (i % 4 == 1) _ = file.Accept(hour.AddHours(2));
            if (until == Stage.Published && i % 11 == 2) _ = file.Appeal(Words.All.Say("ar", "guidance.demo.appeal"), hour.AddHours(3));
            if (i % 22 == 13) _ = file.Answer(null, Words.All.Say("ar", "guidance.demo.answer"), world.Office, hour.AddHours(15));
        }

        if (until != Stage.Assigned) return;
        _ = campaign.Assign(hour.AddDays(10), true, 0);
        foreach (var file in files) _ = file.Assign(hour.AddDays(10));
    }

    private enum Stage
    {
        Wishes,
        Opinions,
        Published,
        Assigned,
    }

    /// <summary>What is planted, and what it is planted in.</summary>
    private sealed record World(Seeding Seeding, SeededYears Years, SeededSchools Schools, SeededClasses Classes, SeededEnrollments Enrollments, SeededPupils Pupils, int Home, int Directorate, long Office, Bogus.Randomizer Draw)
    {
        private readonly Dictionary<long, long> senders = Seeding.Of<SeededAccounts>().Accounts.Where(a => a.GuardianId is not null).ToDictionary(a => a.GuardianId!.Value, a => a.Id);
        private readonly List<GuidanceFile> files = [];
        private readonly List<GuidanceWish> wishes = [];
        private Dictionary<string, string?> next = [];

        public List<GuidanceCampaign> Campaigns { get; } = [];

        public List<GuidanceSeats> Seats { get; } = [];

        public static async Task<World> Of(Seeding seeding, CancellationToken ct)
        {
            var (accounts, schools) = (seeding.Of<SeededAccounts>(), seeding.Of<SeededSchools>());
            var home = accounts.Demo(Roles.Head).PlaceId;
            return new World(seeding, seeding.Of<SeededYears>(), schools, seeding.Of<SeededClasses>(), seeding.Of<SeededEnrollments>(), seeding.Of<SeededPupils>(), home, schools.School(home).Directorate.Id,
                accounts.Demo(Roles.ProvincialDirector).Id, seeding.Draw("guidance"))
            { next = await seeding.Db.StudyStreams.ToDictionaryAsync(s => s.Code, s => s.NextStreams, ct) };
        }

        public static DateTime At(DateOnly day, int hour) => MoroccanHour.Utc(day, new TimeOnly(hour, 0));

        public string? NextOf(string stream) => next.GetValueOrDefault(stream);

        public long SenderOf(long pupil) => Pupils.GuardiansOf(pupil).Select(g => senders.GetValueOrDefault(g.Id)).FirstOrDefault(id => id > 0, Office);

        // What a lycée teaches at a level this year, it offers the next.
        public List<GuidanceSeats> SeatsFor(GuidanceCampaign campaign) =>
        [
            .. Classes.Of(Years.Current.Id).Where(c => c.LevelCode == campaign.ToLevel && c.StreamCode.Length > 0 && Schools.School(c.SchoolId).Directorate.Id == Directorate)
                .GroupBy(c => (c.SchoolId, c.StreamCode)).OrderBy(g => g.Key.SchoolId).ThenBy(g => g.Key.StreamCode, StringComparer.Ordinal)
                .Select(g => new GuidanceSeats
                {
                    Id = (int)Seeding.NextId<GuidanceSeats>(),
                    DirectorateId = Directorate,
                    SchoolId = g.Key.SchoolId,
                    SchoolYearId = campaign.ToYear,
                    LevelCode = campaign.ToLevel,
                    StreamCode = g.Key.StreamCode,
                    Seats = 36 * g.Count(),
                    FormerAverage = campaign.ToLevel == "TC" ? null : 10 + Draw.Number(0, 500) / 100m,
                }),
        ];

        // A wish's row knows its file by number; here nothing sets it but us.
        public void Add(GuidanceFile file)
        {
            files.Add(file);
            wishes.AddRange(file.Wishes.Select(w => new GuidanceWish { FileId = file.Id, Rank = w.Rank, SchoolId = w.SchoolId, StreamCode = w.StreamCode, Opinion = w.Opinion, Standing = w.Standing, Candidates = w.Candidates }));
        }

        public async Task Send(CancellationToken ct)
        {
            await Seeding.Insert(Campaigns, ct);
            await Seeding.Insert(Seats, ct);
            await Seeding.Insert(files, ct);
            await Seeding.Insert(wishes, ct);
        }
    }
}
