using Massar.Features.Guidance.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.FillWishes;

/// <param name="Commune">Whose schools are offered; the pupil's own when it is none.</param>
public sealed record Query(long Pupil, int? Commune) : IQuery<WishPage>;

/// <param name="State">Null where nothing was written yet; what came after the council is read elsewhere, at its hour.</param>
/// <param name="Version">Of the wishes; -1 where there are none.</param>
/// <param name="Average">The pupil's, as far as it is out.</param>
/// <param name="Choices">What may be wished for in the commune, and what is wished for already.</param>
/// <param name="Saved">What is wished for now, the dearest first.</param>
public sealed record WishPage(
    long Pupil, string NameAr, string NameLatin, string LevelAr, string LevelFr, int ToYear, DateOnly OpensOn, DateOnly ClosesOn, bool IsOpen, int MaxWishes, GuidanceState? State, int Version,
    decimal? Average, GuidanceBasis Basis, int Commune, IReadOnlyList<CommuneChoice> Communes, IReadOnlyList<Choice> Choices, IReadOnlyList<string> Saved)
{
    /// <summary>Why no wish is taken today, with the day on which they open or closed; null while they are.</summary>
    public Refusal? Closed { get; init; }
}

public sealed record CommuneChoice(int Id, string NameAr, string NameFr);

/// <param name="Former">The average of the last pupil admitted last year; null where nobody knows.</param>
public sealed record Choice(string Key, int Commune, string SchoolAr, string SchoolFr, string StreamAr, string StreamFr, int Seats, decimal? Former);

/// <param name="Wishes">As posted; empty lines are passed over.</param>
/// <param name="IsSending">Else they are only kept.</param>
public sealed record Command(long Pupil, int Version, IReadOnlyList<string?> Wishes, bool IsSending) : ICommand
{
    public const string Send = "send";
    public const string Save = "save";
}

public sealed class Handler(MassarDb db, CurrentUser user, Facts facts, TimeProvider clock) : IQueryHandler<Query, WishPage>, ICommandHandler<Command>
{
    /// <summary>More than any directorate offers at a level.</summary>
    private const int MostChoices = 1500;

    public async Task<Outcome<WishPage>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        if (await Find(query.Pupil, today, ct) is not { } found) return Refusal.NotFound;
        var campaign = found.Campaign;
        var all = await Choices(campaign, found.Next, ct);
        var saved = await db.GuidanceWishes.Where(w => w.FileId == found.File).OrderBy(w => w.Rank).Select(w => new { w.SchoolId, w.StreamCode }).ToListAsync(ct);
        var known = await PublishedAverages.Of(db, [query.Pupil], campaign.SchoolYearId, MarkAudiences.Of(user), ct);
        var (average, basis) = Domain.Wishes.Best(known.GetValueOrDefault(query.Pupil));
        var keys = saved.ConvertAll(w => Domain.Wishes.KeyOf(w.SchoolId, w.StreamCode));
        var communes = all.Select(c => c.Place).DistinctBy(c => c.Id).OrderBy(c => c.NameFr, StringComparer.Ordinal).ToList();
        var commune = communes.Exists(c => c.Id == query.Commune) ? query.Commune!.Value : communes.Exists(c => c.Id == found.Commune) ? found.Commune : communes.FirstOrDefault()?.Id ?? 0;
        // Once the council has it, nothing here tells when anybody acted on it.
        var isFamilys = found.State is null or GuidanceState.Draft or GuidanceState.Sent;
        return new WishPage(
            query.Pupil, found.NameAr, found.NameLatin, found.LevelAr, found.LevelFr, campaign.ToYear, campaign.OpensOn, campaign.ClosesOn, campaign.TakesWishes(today) && isFamilys, campaign.MaxWishes,
            isFamilys ? found.State : GuidanceState.Advised, isFamilys ? found.Version ?? -1 : -1, average, basis, commune, communes, [.. all.Select(c => c.Choice).Where(c => c.Commune == commune || keys.Contains(c.Key))], keys)
        { Closed = campaign.RefusesWishes(today) };
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var today = MoroccanDay.Of(now);
        if (await Find(command.Pupil, today, ct) is not { } found) return Refusal.NotFound;
        // The pupil's line is held: a pupil and two parents send one list between them.
        var pupil = command.Pupil;
        await db.Pupils.Where(p => p.Id == pupil).Select(p => p.Id).ForUpdate().SingleAsync(ct);
        var campaign = found.Campaign;
        var file = await db.GuidanceFiles.Include(f => f.Wishes).SingleOrDefaultAsync(f => f.PupilId == pupil && f.CampaignId == campaign.Id, ct);
        if ((file?.Version ?? -1) != command.Version) return Refusal.Stale;
        if (campaign.RefusesWishes(today) is { } closed) return closed;

        var offered = (await Choices(campaign, found.Next, ct)).Select(c => c.Choice.Key).ToHashSet();
        var wanted = new List<(int School, string Stream)>();
        for (var i = 0; i < command.Wishes.Count; i++)
        {
            if (string.IsNullOrEmpty(command.Wishes[i])) continue;
            var field = $"Wish{i + 1}";
            if (i >= campaign.MaxWishes) return Refusal.Invalid(field, "guidance.wish.too-many", campaign.MaxWishes);
            if (!offered.Contains(command.Wishes[i]!) || Domain.Wishes.Read(command.Wishes[i]) is not { } choice) return Refusal.Invalid(field, "guidance.wish.unknown");
            if (wanted.Contains((choice.School, choice.Stream))) return Refusal.Invalid(field, "guidance.wish.twice");
            wanted.Add((choice.School, choice.Stream));
        }

        if (wanted.Count == 0) return Refusal.Invalid("Wish1", "guidance.wish.needed");
        if (file is null) db.GuidanceFiles.Add(file = new GuidanceFile { CampaignId = campaign.Id, PupilId = pupil, EnrollmentId = found.Enrollment, SchoolId = found.School });
        if (file.State is not (GuidanceState.Draft or GuidanceState.Sent)) return Refusal.Conflict("guidance.state.not-now").Next("guidance.state.not-now.next");
        file.Wish(wanted);
        if (!command.IsSending)
        {
            await db.SaveChangesAsync(ct);
            return Done.It;
        }

        if (file.Send(now, user.AccountId) is { } refusal) return refusal;
        await db.SaveChangesAsync(ct);
        await facts.Tell(new GuidanceStepped(file.Id, pupil, file.SchoolId, GuidanceState.Sent), ct);
        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    private Task<Found?> Find(long pupil, DateOnly today, CancellationToken ct) => (
        from g in db.Pupils.GuidedBy(user, db, today).Where(p => p.Id == pupil).InCampaign(db)
        join level in db.Levels on g.Campaign.ToLevel equals level.Code
        join school in db.Places on g.Enrollment.SchoolId equals school.Id
        join own in db.StudyStreams on g.Enrollment.StreamCode equals own.Code into streams
        from own in streams.DefaultIfEmpty()
        join f in db.GuidanceFiles on new { Pupil = g.Pupil.Id, Campaign = g.Campaign.Id } equals new { Pupil = f.PupilId, Campaign = f.CampaignId } into files
        from f in files.DefaultIfEmpty()
        orderby g.Campaign.SchoolYearId descending
        select new Found(
            g.Campaign, g.Enrollment.Id, g.Enrollment.SchoolId, g.Pupil.LastNameAr + " " + g.Pupil.FirstNameAr, g.Pupil.LastNameLatin + " " + g.Pupil.FirstNameLatin, level.NameAr, level.NameFr,
            own.NextStreams, school.ParentId ?? 0, (long?)f.Id ?? 0, (GuidanceState?)f.State, (int?)f.Version)).AsNoTracking().FirstOrDefaultAsync(ct);

    private async Task<List<(Choice Choice, CommuneChoice Place)>> Choices(GuidanceCampaign campaign, string? next, CancellationToken ct)
    {
        var (place, year, level) = (campaign.PlaceId, campaign.ToYear, campaign.ToLevel);
        var rows = await (
            from s in db.GuidanceSeats
            where s.DirectorateId == place && s.SchoolYearId == year && s.LevelCode == level && s.Seats > 0
            join school in db.Places.Open(db) on s.SchoolId equals school.Id
            join commune in db.Places on school.ParentId equals (int?)commune.Id
            join stream in db.StudyStreams on s.StreamCode equals stream.Code
            join b in db.GuidanceSeats.Where(b => b.SchoolYearId == year - 1 && b.LevelCode == level) on new { s.SchoolId, s.StreamCode } equals new { b.SchoolId, b.StreamCode } into before
            from b in before.DefaultIfEmpty()
            orderby school.NameFr, school.Id, stream.Code
            select new
            {
                s.SchoolId,
                s.StreamCode,
                s.Seats,
                s.FormerAverage,
                Lowest = b.LowestAverage,
                SchoolAr = school.NameAr,
                SchoolFr = school.NameFr,
                StreamAr = stream.NameAr,
                StreamFr = stream.NameFr,
                Commune = new CommuneChoice(commune.Id, commune.NameAr, commune.NameFr),
            }).AsNoTracking().Take(MostChoices).ToListAsync(ct);
        return [.. rows.Where(r => Domain.Wishes.Follows(next, r.StreamCode))
            .Select(r => (new Choice(Domain.Wishes.KeyOf(r.SchoolId, r.StreamCode), r.Commune.Id, r.SchoolAr, r.SchoolFr, r.StreamAr, r.StreamFr, r.Seats, r.Lowest ?? r.FormerAverage), r.Commune))];
    }

    private sealed record Found(
        GuidanceCampaign Campaign, long Enrollment, int School, string NameAr, string NameLatin, string LevelAr, string LevelFr, string? Next, int Commune, long File, GuidanceState? State, int? Version);
}
