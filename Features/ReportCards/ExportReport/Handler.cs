using System.Globalization;
using Massar.Features.ReportCards.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.ExportReport;

public sealed record Query(int ClassId, int Semester) : IQuery<Report>;

public sealed record Report(string ClassName, byte[] Content, int Pupils);

public sealed class Handler(MassarDb db, CouncilRooms rooms) : IQueryHandler<Query, Report>
{
    /// <summary>The cycle whose last level has a report of its own shape.</summary>
    private const string College = "COL";

    public async Task<Outcome<Report>> Handle(Query request, CancellationToken cancellationToken)
    {
        if (await rooms.Enter(request.ClassId, request.Semester, cancellationToken) is not { } room) return Refusal.NotFound;
        var (head, pupils) = (room.Class.Head, room.Class.Pupils);
        var level = await db.Classes.Where(c => c.Id == head.ClassId).Join(db.Levels, c => c.LevelCode, l => l.Code, (_, l) => new { l.Code, l.CycleCode, l.CertifyingExam }).AsNoTracking().SingleAsync(cancellationToken);
        var cycle = await db.Levels.Where(l => l.CycleCode == level.CycleCode).OrderBy(l => l.Order).Select(l => l.Code).ToListAsync(cancellationToken);
        var ids = pupils.Select(p => p.PupilId).ToList();
        // A year counts once, whatever the schools it was spent at.
        var years = (await db.Enrollments.Where(e => ids.Contains(e.PupilId) && e.SchoolYearId <= head.YearId && cycle.Contains(e.LevelCode))
            .Select(e => new { e.PupilId, e.LevelCode, e.SchoolYearId }).Distinct().ToListAsync(cancellationToken)).ToLookup(e => (e.PupilId, e.LevelCode));
        var chain = head.SchoolPath.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture)).ToList();
        var places = await db.Places.AsNoTracking().Where(p => chain.Contains(p.Id)).Select(p => new { p.Kind, p.NameAr }).ToListAsync(cancellationToken);
        var isLastOfCollege = level.CycleCode == College && level.CertifyingExam is not null;
        var choices = isLastOfCollege ? await Choices(ids, head.YearId, cancellationToken) : null;

        var rows = pupils.Select(p => new CouncilBookRow(
            p.MassarCode, p.NameAr, p.Sex, [.. cycle.Take(3).Select(l => years[(p.PupilId, l)].Count())],
            request.Semester == 1 ? p.Average : p.First, request.Semester == 1 ? null : p.Average, p.Annual,
            room.Lines[p.PupilId] is { IsSaved: true } line ? room.Terms.Decision(line.Decision)?.NameAr : null,
            choices?[p.PupilId].ToList() ?? [])
        {
            HonourAr = room.Lines[p.PupilId] is { IsSaved: true } kept ? room.Terms.Honour(kept.Honour)?.NameAr : null,
            Remark = room.Lines[p.PupilId].Remark,
        }).ToList();
        var content = CouncilBook.Write(new CouncilBookHead(
            places.Find(p => p.Kind == PlaceKind.Academy)?.NameAr ?? "", places.Find(p => p.Kind == PlaceKind.Directorate)?.NameAr ?? "",
            head.SchoolAr, head.FullLevelAr, head.ClassName, head.YearId, isLastOfCollege), rows);
        return new Report(head.ClassName, content, rows.Count);
    }

    private async Task<ILookup<long, string>> Choices(List<long> pupils, int year, CancellationToken ct) => (await (
        from f in db.GuidanceFiles
        where pupils.Contains(f.PupilId) && db.GuidanceCampaigns.Any(c => c.Id == f.CampaignId && c.SchoolYearId == year)
        from w in f.Wishes
        join s in db.StudyStreams on w.StreamCode equals s.Code
        orderby f.PupilId, w.Rank
        select new { f.PupilId, s.NameAr }).AsNoTracking().ToListAsync(ct)).ToLookup(w => w.PupilId, w => w.NameAr);
}
