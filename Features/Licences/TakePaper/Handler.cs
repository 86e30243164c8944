using FluentValidation;
using Massar.Features.Licences.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Licences.TakePaper;

public sealed record Query(long Id, long Paper) : IQuery<PaperView>;

/// <param name="Judges">The reader says whether it is right.</param>
public sealed record PaperView(long CaseId, long Id, int Version, string SchoolAr, string SchoolFr, string NameAr, string NameFr, PaperState State, Guid? File, string? Remark, bool HandsIn, bool Judges);

public sealed record Command(long Id, long Paper, int Version, string? Do, string? Remark, byte[] File) : ICommand
{
    public const string HandIn = "hand-in";
    public const string Accept = "accept";
    public const string Wrong = "wrong";

    public static readonly string[] Acts = [HandIn, Accept, Wrong];
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.Do).Must(d => Command.Acts.Contains(d)).WithMessage("licences.wrong.choose");
        RuleFor(c => c.File).Must(f => f.Length > 0).When(c => c.Do is Command.HandIn).WithMessage("licences.file.needed");
        RuleFor(c => c.Remark).Must(r => BidiSafe.Clean(r).Length <= LicencePaper.RemarkLength).WithMessage("licences.wrong.long").WithState(_ => new object[] { LicencePaper.RemarkLength });
        RuleFor(c => c.Remark).Must(r => BidiSafe.Clean(r).Length > 0).When(c => c.Do is Command.Wrong).WithMessage("licences.piece.why");
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, CaseDesk desk) : IQueryHandler<Query, PaperView>, ICommandHandler<Command>
{
    public async Task<Outcome<PaperView>> Handle(Query query, CancellationToken ct)
    {
        var place = user.PlaceId;
        var row = await (
            from c in db.LicenceCases.VisibleTo(user)
            where c.Id == query.Id && (c.State == CaseState.Study || c.State == CaseState.Returned)
            join p in db.LicencePapers on c.Id equals p.CaseId
            where p.Id == query.Paper
            join n in db.Nomenclatures.Where(n => n.List == CaseDesk.Papers) on p.Code equals n.Code into names
            from n in names.DefaultIfEmpty()
            join f in db.StoredFiles on p.FileId equals (long?)f.Id into files
            from f in files.DefaultIfEmpty()
            select new { Case = c, Paper = p, NameAr = n == null ? p.Code : n.NameAr, NameFr = n == null ? p.Code : n.NameFr, File = f == null ? null : (Guid?)f.PublicId }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (row is null || !(IsStudied(row.Case) || IsSchools(row.Case)))
            return Refusal.NotFound;
        var judges = IsStudied(row.Case) && !await desk.IsOwn(row.Case.OwnerCin, row.Case.DirectorCin, row.Case.SchoolId, ct);
        return new PaperView(
            row.Case.Id, row.Paper.Id, row.Paper.Version, row.Case.NameAr, row.Case.NameFr, row.NameAr, row.NameFr, row.Paper.State, row.File, row.Paper.Remark, row.Paper.State != PaperState.Accepted && (judges || IsSchools(row.Case)), judges);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken ct)
    {
        var (id, number) = (command.Id, command.Paper);
        // The file is held: it does not go to the commission meanwhile.
        if (await db.LicenceCases.VisibleTo(user).Where(c => c.Id == id).ForUpdate().SingleOrDefaultAsync(ct) is not { } file || !(IsStudied(file) || (IsSchools(file) && command.Do is Command.HandIn))
            || await db.LicencePapers.SingleOrDefaultAsync(p => p.Id == number && p.CaseId == id, ct) is not { } paper)
            return Refusal.NotFound;
        if (!file.State.IsStudied())
            return LicenceCase.Settled;
        if (command.Version != paper.Version)
            return Refusal.Stale;
        if (!IsSchools(file) && await desk.IsOwn(file.OwnerCin, file.DirectorCin, file.SchoolId, ct))
            return CaseDesk.Own;
        if (command.Do is Command.HandIn)
        {
            var kept = await desk.Keep(command.File, "File", ct);
            if (kept.IsRefused)
                return kept.Refusal!;
            if (paper.HandIn(kept.Value) is { } settled)
                return settled;
        }
        else
        {
            paper.Judge(command.Do is Command.Accept, BidiSafe.CleanOrNull(command.Remark));
        }

        await db.SaveChangesAsync(ct);
        return Done.It;
    }

    private bool IsStudied(LicenceCase file) => user.Has(Permissions.Study) && file.PlaceId == user.PlaceId;

    private bool IsSchools(LicenceCase file) => user.Has(Permissions.School) && file.SchoolId == user.PlaceId;
}
