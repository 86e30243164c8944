using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.Domain;

/// <summary>What stands, or is proposed, for one pupil.</summary>
/// <param name="Seen">What a page has seen of the line: sent back with it, so that nobody's line is covered unseen.</param>
public sealed record LineView(long PupilId, string? Decision, string? Honour, string? Remark, string? Dissent, string? ProposedDecision, string? ProposedHonour, bool IsSaved, string Seen)
{
    /// <summary>The council left what the rules propose.</summary>
    public bool IsDeparture => ProposedDecision is not null && Decision != ProposedDecision;
}

/// <summary>A council with the class before it.</summary>
/// <param name="Council">Null before it is opened.</param>
public sealed record CouncilRoom(ClassReport Class, Council? Council, CouncilTerms Terms, IReadOnlyDictionary<long, LineView> Lines)
{
    public CouncilState State => Council?.State ?? CouncilState.Prepared;

    /// <summary>Pupils without the decision that ends their year.</summary>
    public int Undecided => Class.Head is { Semester: 2, IsDecidedByExam: false } ? Class.Pupils.Count(p => Lines[p.PupilId].Decision is null) : 0;
}

/// <summary>The days between which councils are opened (PLT-10). One that is open goes on, and one that is taken up again over an appeal has no window.</summary>
public static class CouncilWindow
{
    public static async Task<Refusal?> CouncilClosed(this MassarDb db, ClassHead head, DateOnly today, CancellationToken ct)
    {
        var code = $"councils-s{head.Semester}";
        return (await CalendarWindows.At(db, head.SchoolPath, ct, code)).Closed(code, head.YearId, today);
    }
}

/// <summary>Opens the door to councils; every read starts from the worn hat's school.</summary>
public sealed class CouncilRooms(MassarDb db, ClassReports reports, CurrentUser user)
{
    /// <summary>The class with its council, or null out of scope. Five statements.</summary>
    public async Task<CouncilRoom?> Enter(int classId, int semester, CancellationToken ct) =>
        await reports.Find(db.Classes.At(user), classId, semester, ct) is { } found ? await Enter(found.Head, found.Council, ct) : null;

    public async Task<CouncilRoom> Enter(ClassHead head, Council? council, CancellationToken ct)
    {
        var (report, saved) = await reports.Read(head, council?.Id ?? 0, ct);
        var terms = await CouncilTerms.Of(db, ct);
        return new CouncilRoom(report, council, terms, report.Pupils.ToDictionary(p => p.PupilId, p => View(head, p, terms, saved.GetValueOrDefault(p.PupilId))));
    }

    /// <summary>Locks the council of a class of this school until the transaction ends; refuses what another person changed.</summary>
    public async Task<Outcome<Council>> Lock(int classId, int semester, int version, CancellationToken ct)
    {
        var council = (await db.Councils.At(user).Where(c => c.ClassId == classId && c.Semester == semester).ForUpdate().ToListAsync(ct)).SingleOrDefault();
        if (council is null) return Refusal.NotFound;
        return council.Version == version ? council : Refusal.Stale;
    }

    /// <summary>What was written, or else what the rules propose now.</summary>
    public static LineView View(ClassHead head, PupilReport pupil, CouncilTerms terms, CouncilLine? line)
    {
        var (decision, honour) = (terms.ProposedDecision(head.Semester, head.IsDecidedByExam, pupil.Annual, head.PassMark), terms.ProposedHonour(pupil.Average, head.Scale));
        return line is null
            ? new LineView(pupil.PupilId, decision, honour, null, null, decision, honour, IsSaved: false, "")
            : new LineView(pupil.PupilId, line.Decision, line.Honour, line.Remark, line.Dissent, decision, honour, IsSaved: true, SeenOf(line));
    }

    public static string SeenOf(CouncilLine? line) => line is null ? "" : line.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
