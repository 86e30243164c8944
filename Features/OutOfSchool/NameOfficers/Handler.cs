using System.Globalization;
using FluentValidation;
using Massar.Features.OutOfSchool.Domain;
using Massar.Features.Schools.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Text;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.OutOfSchool.NameOfficers;

public sealed record Query : IQuery<Communes>;

public sealed record Communes(IReadOnlyList<CommuneRow> Rows, IReadOnlyList<Officer> Officers);

/// <param name="Version">Null where nobody was named yet.</param>
/// <param name="IsGone">Who was named may follow nobody any more.</param>
public sealed record CommuneRow(int Commune, string NameAr, string NameFr, long? Account, string? OfficerAr, string? OfficerLatin, int? Version, int Open, bool IsGone);

/// <summary>Who follows the children of a commune from now on; also those whom nobody follows yet, or whom the former officer followed.</summary>
public sealed record Command(int Commune, string? Officer, string? Version) : ICommand;

public sealed class Validator : AbstractValidator<Command>
{
    public Validator() => RuleFor(c => c.Officer).Must(o => long.TryParse(o, NumberStyles.None, CultureInfo.InvariantCulture, out _)).WithMessage("out-of-school.officer.needed");
}

public sealed class Handler(MassarDb db, CurrentUser user, FollowDesk desk) : IQueryHandler<Query, Communes>, ICommandHandler<Command>
{
    public async Task<Outcome<Communes>> Handle(Query request, CancellationToken cancellationToken)
    {
        var officers = await desk.Choices(cancellationToken);
        var rows = await (
            from p in Here()
            join o in db.CommuneOfficers on p.Id equals o.CommuneId into named
            from o in named.DefaultIfEmpty()
            join a in db.Accounts on o.AccountId equals a.Id into accounts
            from a in accounts.DefaultIfEmpty()
            orderby p.NameAr, p.Id
            select new { p.Id, p.NameAr, p.NameFr, Account = (long?)o.AccountId, OfficerAr = a.NameAr, OfficerLatin = a.NameLatin, Version = (int?)o.Version, Open = db.OutOfSchoolCases.Count(c => c.CommuneId == p.Id && c.LiveKey != null) })
            .Take(300).ToListAsync(cancellationToken);
        return new Communes([.. rows.Select(r => new CommuneRow(r.Id, r.NameAr, r.NameFr, r.Account, r.OfficerAr, r.OfficerLatin, r.Version, r.Open, r.Account is { } account && !officers.Exists(o => o.Account == account)))], officers);
    }

    public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
    {
        var (commune, account) = (command.Commune, long.Parse(command.Officer!, CultureInfo.InvariantCulture));
        // Two directors at once: the second finds the first's officer.
        if (await Here().Where(p => p.Id == commune).Select(p => (int?)p.Id).ForUpdate().SingleOrDefaultAsync(cancellationToken) is null)
            return Refusal.NotFound;
        if (!await desk.Officers().AnyAsync(a => a.Id == account, cancellationToken))
            return Refusal.Invalid("Officer", "out-of-school.officer.needed");
        var named = await db.CommuneOfficers.SingleOrDefaultAsync(o => o.CommuneId == commune, cancellationToken);
        if (named is null ? !string.IsNullOrEmpty(command.Version) : named.Version != TypedVersion.Read(command.Version))
            return Refusal.Stale;

        var former = named?.AccountId;
        if (named is null)
            db.CommuneOfficers.Add(new CommuneOfficer { CommuneId = commune, DirectorateId = user.PlaceId, AccountId = account });
        else
            named.AccountId = account;
        var open = await db.OutOfSchoolCases.Where(c => c.CommuneId == commune && c.LiveKey != null && (c.OwnerAccountId == null || c.OwnerAccountId == former)).OrderBy(c => c.Id).ForUpdate().ToListAsync(cancellationToken);
        var kin = await FollowDesk.KinOf(db, account, open.ConvertAll(c => c.PupilId), cancellationToken);
        foreach (var one in open.Where(c => !kin.Contains(c.PupilId)))
            one.Hand(account);
        await db.SaveChangesAsync(cancellationToken);
        return Done.It;
    }

    private IQueryable<Place> Here()
    {
        var place = user.PlaceId;
        return db.Places.Where(p => p.ParentId == place && p.Kind == PlaceKind.Commune);
    }
}
