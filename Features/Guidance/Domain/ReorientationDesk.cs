using Massar.Features.Families.Domain;
using Massar.Features.Pupils.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Guidance.Domain;

/// <summary>What every step of a re-orientation shares: whose family it is, where a stream may lead, and the seats.</summary>
public sealed class ReorientationDesk(MassarDb db, CurrentUser user)
{
    /// <summary>How the settings begin that say which streams a stream may be left for: <c>guidance.switch.TCS</c> = "TCLSH;TCT".</summary>
    public const string Setting = "guidance.switch.";

    /// <summary>Ties to children of the signed-in person or of the person's family: nobody decides on them.</summary>
    public async Task<IQueryable<Guardianship>> Family(CancellationToken ct)
    {
        var family = await Kinship.WithSelf(db, user.EmployeeId, ct);
        var guardian = user.GuardianId ?? 0;
        return db.Guardianships.Where(g => g.GuardianId == guardian || db.Guardians.Any(p => p.Id == g.GuardianId && p.Cin != null && db.Employees.Any(e => family.Contains(e.Id) && e.Cin == p.Cin)));
    }

    /// <summary>Why the signed-in person has no say about a pupil: it is a child of the family.</summary>
    public async Task<Refusal?> Own(long pupil, CancellationToken ct) =>
        await (await Family(ct)).AnyAsync(g => g.PupilId == pupil, ct) ? Refusal.Conflict("guidance.own").Next("guidance.own.next") : null;

    /// <summary>Streams a stream of a level may be left for, as the ministry's settings of the year say; none where they say nothing.</summary>
    public async Task<IReadOnlyList<string>> Targets(int year, string stream, CancellationToken ct) =>
        (await YearFigures.Of(db, year, Setting, ct)).Text(stream)?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Gives the request its seat; the row of seats is held until the end of the transaction.</summary>
    public async Task<Refusal?> Take(Reorientation request, CancellationToken ct) =>
        await Row(request, ct) is { } row ? row.Take() : Refusal.Conflict("guidance.change.full", 0).Next("guidance.change.full.next");

    /// <summary>The seat of the request is free again.</summary>
    public async Task Free(Reorientation request, CancellationToken ct) => (await Row(request, ct))?.Free();

    private Task<ReorientationSeats?> Row(Reorientation request, CancellationToken ct)
    {
        var (window, school, stream) = (request.WindowId, request.ToSchoolId, request.ToStream);
        return db.ReorientationSeats.Where(s => s.WindowId == window && s.SchoolId == school && s.StreamCode == stream).ForUpdate().SingleOrDefaultAsync(ct);
    }
}
