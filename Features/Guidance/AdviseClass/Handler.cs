using FluentValidation;
using Massar.Features.Enrollments.Domain;
using Massar.Features.Guidance.Domain;
using Massar.Features.Marks.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.AdviseClass;

public sealed record Query(int ClassId) : IQuery<ClassSheet>;

/// <param name="IsOpen">The wishes are known and the commission has not taken over.</param>
/// <param name="Silent">Pupils who have sent nothing.</param>
public sealed record ClassSheet(int ClassId, string Name, string ToAr, string ToFr, int ToYear, DateOnly ClosesOn, DateOnly OpinionsUntil, bool IsOpen, IReadOnlyList<Line> Lines, IReadOnlyList<Silent> Silent) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Lines.Count + Silent.Count;
}

/// <param name="IsOwn">The child of who reads it: somebody else writes the opinion.</param>
public sealed record Line(
    long File, int Version, int Order, string NameAr, string NameLatin, GuidanceState State, decimal? Average, GuidanceBasis Basis, string? Note, bool IsOwn, IReadOnlyList<WishView> Wishes);

/// <param name="Opinion">Null while the council has not spoken.</param>
public sealed record WishView(int Rank, string SchoolAr, string SchoolFr, string StreamAr, string StreamFr, GuidanceOpinion? Opinion);

public sealed record Silent(int Order, string NameAr, string NameLatin);

/// <param name="Version">Of the wishes that were read.</param>
/// <param name="Opinions">By rank: Favorable, Reserved or Unfavorable; nothing where nothing is said.</param>
public sealed record OpinionLine(long File, int Version, IReadOnlyList<string?> Opinions, string? Note);

/// <param name="Rest">Where nothing is chosen, the opinion is favorable.</param>
public sealed record Command(int ClassId, IReadOnlyList<OpinionLine> Lines, bool Rest) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c).Custom((command, context) =>
    {
        foreach (var line in command.Lines)
        {
            if (BidiSafe.CleanLines(line.Note).Length > GuidanceFile.NoteLength)
                context.AddFailure(new FluentValidation.Results.ValidationFailure($"N-{line.File}", "guidance.too-long") { CustomState = new object[] { GuidanceFile.NoteLength } });
            for (var rank = 1; rank <= line.Opinions.Count; rank++)
                if (!string.IsNullOrEmpty(line.Opinions[rank - 1]) && Read(line.Opinions[rank - 1]) is null)
                    context.AddFailure(new FluentValidation.Results.ValidationFailure($"O-{line.File}-{rank}", "guidance.opinion.choose"));
        }
    });

    internal static GuidanceOpinion? Read(string? typed) => Enum.TryParse<GuidanceOpinion>(typed, out var opinion) && Enum.IsDefined(opinion) && opinion != GuidanceOpinion.None ? opinion : null;
}

public sealed class Handler(MassarDb db, CurrentUser user, CommissionDesk desk, TimeProvider clock) : IQueryHandler<Query, ClassSheet>, ICommandHandler<Command>
{
    public async Task<Outcome<ClassSheet>> Handle(Query query, CancellationToken ct)
    {
        if (await Find(query.ClassId, ct) is not { } found) return Refusal.NotFound;
        var (campaign, classId) = (found.Campaign, query.ClassId);
        var own = db.Guardianships.OfPerson(user, db);
        var pupils = await (
            from e in db.Enrollments
            where e.ClassId == classId && e.State == EnrollmentState.Active
            join p in db.Pupils on e.PupilId equals p.Id
            join f in db.GuidanceFiles.Sent().Where(f => f.CampaignId == campaign.Id) on e.PupilId equals f.PupilId into files
            from f in files.DefaultIfEmpty()
            orderby e.OrderInClass, p.MassarCode
            select new { e.PupilId, e.OrderInClass, NameAr = p.LastNameAr + " " + p.FirstNameAr, NameLatin = p.LastNameLatin + " " + p.FirstNameLatin, File = f, IsOwn = own.Any(g => g.PupilId == p.Id) }).AsNoTracking().ToListAsync(ct);
        var ids = pupils.Where(p => p.File is not null).Select(p => p.File!.Id).ToList();
        var wishes = (await (
            from w in db.GuidanceWishes
            where ids.Contains(w.FileId)
            join school in db.Places on w.SchoolId equals school.Id
            join stream in db.StudyStreams on w.StreamCode equals stream.Code
            orderby w.FileId, w.Rank
            select new { Wish = w, SchoolAr = school.NameAr, SchoolFr = school.NameFr, StreamAr = stream.NameAr, StreamFr = stream.NameFr }).AsNoTracking().ToListAsync(ct)).ToLookup(w => w.Wish.FileId);
        var averages = await PublishedAverages.Of(db, [.. pupils.Where(p => p.File is not null).Select(p => p.PupilId)], campaign.SchoolYearId, MarkAudience.Pupils, ct);
        return new ClassSheet(classId, found.Name, found.ToAr, found.ToFr, campaign.ToYear, campaign.ClosesOn, campaign.OpinionsUntil, campaign.TakesOpinions(MoroccanDay.Today(clock)),
            [.. pupils.Where(p => p.File is not null).Select(p =>
            {
                var (average, basis) = Wishes.Best(averages.GetValueOrDefault(p.PupilId));
                return new Line(p.File!.Id, p.File.Version, p.OrderInClass, p.NameAr, p.NameLatin, p.File.State, average, basis, p.File.Note, p.IsOwn,
                    [.. wishes[p.File.Id].Select(w => new WishView(w.Wish.Rank, w.SchoolAr, w.SchoolFr, w.StreamAr, w.StreamFr, p.File.AdvisedAt is null ? null : w.Wish.Opinion))]);
            })],
            [.. pupils.Where(p => p.File is null).Select(p => new Silent(p.OrderInClass, p.NameAr, p.NameLatin))]);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        if (await Find(command.ClassId, ct) is not { } found) return Refusal.NotFound;
        // Held: the commission begins before, and this is refused, or after, and this counts.
        var campaign = await db.GuidanceCampaigns.Where(c => c.Id == found.Campaign.Id).ForUpdate().SingleAsync(ct);
        var now = clock.GetUtcNow().UtcDateTime;
        if (!campaign.TakesOpinions(MoroccanDay.Of(now)))
            return campaign.Stage == GuidanceStage.Open
                ? Refusal.Conflict("guidance.opinions.early", Formats.ShortDate(campaign.ClosesOn)).Next("guidance.opinions.early.next")
                : Refusal.Conflict("guidance.opinions.late").Next("guidance.opinions.late.next");
        var (ids, classId) = (command.Lines.Select(l => l.File).ToList(), command.ClassId);
        var files = await db.GuidanceFiles.Include(f => f.Wishes)
            .Where(f => f.CampaignId == campaign.Id && ids.Contains(f.Id) && f.State != GuidanceState.Draft && db.Enrollments.Any(e => e.Id == f.EnrollmentId && e.ClassId == classId)).ToDictionaryAsync(f => f.Id, ct);
        foreach (var line in command.Lines)
        {
            if (!files.TryGetValue(line.File, out var file)) return Refusal.NotFound;
            var note = BidiSafe.CleanLinesOrNull(line.Note);
            var opinions = file.Wishes.ToDictionary(w => w.Rank, w => Validator.Read(line.Opinions.ElementAtOrDefault(w.Rank - 1)) ?? (command.Rest ? GuidanceOpinion.Favorable : GuidanceOpinion.None));
            var isSilent = note is null && opinions.Values.All(o => o == GuidanceOpinion.None);
            if (file.AdvisedAt is null ? isSilent : file.Note == note && file.Wishes.All(w => w.Opinion == opinions[w.Rank])) continue;
            if (file.Version != line.Version) return Refusal.Stale;
            if (await desk.Own(file.PupilId, ct) is { } own) return own;
            if (file.Advise(opinions, note, now) is { } refusal) return refusal;
        }

        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    private Task<Found?> Find(int classId, CancellationToken ct) =>
        db.Classes.Where(c => c.Id == classId).AdvisedBy(user, db).Select(c => new Found(c.Campaign, c.Class.Name, c.To.NameAr, c.To.NameFr)).AsNoTracking().SingleOrDefaultAsync(ct);

    private sealed record Found(GuidanceCampaign Campaign, string Name, string ToAr, string ToFr);
}
