namespace Massar.Features.ReportCards.Domain;

/// <summary>What the minutes of a council say, from the council and its class.</summary>
public static class MinutesContents
{
    public static MinutesContent Of(CouncilRoom room, Council council, PaperOffices offices, PaperIdentity identity, string signatoryAr, string signatoryLatin, string? previous)
    {
        var (report, head) = (room.Class, room.Class.Head);
        return new MinutesContent(identity, offices, signatoryAr, signatoryLatin, head.YearId, head.Semester, head.ClassName, head.FullLevelAr, head.FullLevelFr, council.HeldOn,
            council.MinutesVersion, previous, council.ChangeReason, council.Present.Split('\n'), council.Observations, report.Average, report.Passing, report.Judged,
            [.. report.Pupils.Select(p =>
            {
                var line = room.Lines[p.PupilId];
                return new MinutesLine(p.NameAr, p.MassarCode, p.Average, p.Annual, p.Absences.Total, room.Terms.Decision(line.Decision)?.NameAr, room.Terms.Honour(line.Honour)?.NameAr, line.Remark, line.Dissent, line.IsDeparture);
            })]);
    }
}
