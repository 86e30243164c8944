using Massar.Features.Documents.Domain;
using Massar.Features.ReportCards.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Pdf;
using Massar.Infrastructure.Pdf.Drawing;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Keys;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.ReportCards.SignMinutes;

public sealed record Query(int ClassId, int Semester, int Number) : IQuery<SealedFile>;

public sealed record Command(int ClassId, int Semester, int Version) : ICommand<Minutes>;

public sealed record Minutes(int Number, string NumberShown, string VerificationCode);

public sealed class Handler(
    MassarDb db, CouncilRooms rooms, AppealDesk appeals, ClassReports reports, RegisterDesk register, DocumentArchive archive, VerificationAddress address, AcademySeal seal, Sealer sealer, PdfOptions options, CurrentUser user, TimeProvider clock)
    : IQueryHandler<Query, SealedFile>, ICommandHandler<Command, Minutes>
{
    public const string Kind = "council-minutes";

    public Task<Outcome<SealedFile>> Handle(Query query, CancellationToken ct) => archive.Read(
        from c in db.Councils.At(user)
        where c.ClassId == query.ClassId && c.Semester == query.Semester
        join m in db.CouncilMinutes on c.Id equals m.CouncilId
        where m.Number == query.Number
        join d in db.IssuedDocuments on m.DocumentId equals d.Id
        select d, ct);

    public async Task<Outcome<Minutes>> Handle(Command command, CancellationToken ct)
    {
        if (!user.HasSteppedUp(clock)) return Refusal.StepUp;
        var locked = await rooms.Lock(command.ClassId, command.Semester, command.Version, ct);
        if (locked.IsRefused) return locked.Refusal!;
        var council = locked.Value;
        if (council.MinutesVersion > 0 && await appeals.RefusesMinutes(council.Id, ct) is { } own) return own;
        if (council.Sign() is { } refusal) return refusal;

        if (await reports.Head(db.Classes.At(user), command.ClassId, command.Semester, ct) is not { } head) return Refusal.NotFound;
        var room = await rooms.Enter(head, council, ct);
        var before = await (
            from m in db.CouncilMinutes
            where m.CouncilId == council.Id && m.Number == council.MinutesVersion - 1
            join d in db.IssuedDocuments on m.DocumentId equals d.Id
            select d).SingleOrDefaultAsync(ct);
        var above = await db.OfficesOf(head.SchoolPath, ct);

        var now = clock.GetUtcNow();
        var number = await register.Take(head.SchoolId, Kind, register.Year, ct);
        var code = DocumentCode.New();
        var identity = new PaperIdentity(number, register.Year, code, address.Of(code), now.UtcDateTime, MoroccanDay.Of(now), options.Demo);
        var content = MinutesContents.Of(room, council, PaperOffices.Of(head, above), identity, user.Session.NameAr, user.Session.NameLatin, before?.NumberShown);
        var file = await AcademySeal.Try(() => content.Offices.Seal(seal, new MinutesPaper(content), identity, ct), ("certificates.unprintable", "certificates.unprintable.next"));
        if (file.IsRefused) return file.Refusal!;

        var document = archive.Store(new DocumentDraft(head.SchoolId, Kind, identity.Year, number, code, content.Facts(), identity.IssuedAt), file.Value);
        await db.SaveChangesAsync(ct);
        before?.GiveWayTo(document, sealer);
        db.CouncilMinutes.Add(new CouncilMinutes
        {
            CouncilId = council.Id,
            Number = council.MinutesVersion,
            SchoolId = head.SchoolId,
            DocumentId = document.Id,
            SignedAt = identity.IssuedAt,
            SignedByAccountId = user.AccountId,
            Reason = council.ChangeReason,
        });
        await db.SaveChangesAsync(ct);
        return new Minutes(council.MinutesVersion, identity.NumberShown, code);
    }
}
