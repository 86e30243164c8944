using System.Globalization;
using FluentValidation;
using Massar.Features.Certificates.Domain;
using Massar.Features.Messages.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Massar.Infrastructure.Security;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Messages.WriteFirst;

public sealed record ClassesQuery : IQuery<IReadOnlyList<WritableClass>>;

/// <param name="Subject">What a teacher teaches there; others leave it out.</param>
public sealed record Query(int ClassId, string? Subject) : IQuery<Blank>;

public sealed record Blank(WritableClass Class, IReadOnlyList<PupilLine> Pupils) : IShowsPersons
{
    int IShowsPersons.PersonsShown => Pupils.Count;
}

/// <param name="IsOfAge">The message goes to the pupil alone.</param>
public sealed record PupilLine(long Id, string NameAr, string NameLatin, bool IsOfAge);

/// <summary>Answers the number of the letter.</summary>
/// <param name="To">The number of a pupil, or all.</param>
public sealed record Command(int ClassId, string? Subject, string? To, string? Text, byte[]? Picture) : ICommand<long>
{
    public const string All = "all";
}

public sealed class Validator : AbstractValidator<Command>
{
    public Validator()
    {
        RuleFor(c => c.To).Must(t => t == Command.All || long.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out _)).WithMessage("messages.letter.to.needed");
        RuleFor(c => c.Text).IsMessage();
    }
}

public sealed class Handler(MassarDb db, CurrentUser user, ThreadDesk desk, TimeProvider clock)
    : IQueryHandler<ClassesQuery, IReadOnlyList<WritableClass>>, IQueryHandler<Query, Blank>, ICommandHandler<Command, long>
{
    private const int MostClasses = 200;
    private const int MostPupils = 120;

    public async Task<Outcome<IReadOnlyList<WritableClass>>> Handle(ClassesQuery query, CancellationToken ct) =>
        (await db.WritableClasses(user, null, null, MoroccanDay.Today(clock)).Take(MostClasses).AsNoTracking().ToListAsync(ct)).Distinct().ToList();

    public async Task<Outcome<Blank>> Handle(Query query, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        if (await Find(query.ClassId, query.Subject, today, ct) is not { } one)
            return Refusal.NotFound;
        var adult = Majority.LatestBirth(today);
        return new Blank(one, await db.WrittenAbout(user, one.ClassId).OrderBy(p => p.LastNameAr).ThenBy(p => p.FirstNameAr).ThenBy(p => p.Id).Take(MostPupils)
            .Select(p => new PupilLine(p.Id, p.LastNameAr + " " + p.FirstNameAr, p.LastNameLatin + " " + p.FirstNameLatin, p.BirthDate <= adult)).AsNoTracking().ToListAsync(ct));
    }

    public async Task<Outcome<long>> Handle(Command command, CancellationToken ct)
    {
        var today = MoroccanDay.Today(clock);
        if (await Find(command.ClassId, command.Subject, today, ct) is not { } one)
            return Refusal.NotFound;
        var pupils = db.WrittenAbout(user, one.ClassId);
        long? only = null;
        if (command.To != Command.All)
        {
            var id = long.Parse(command.To!, CultureInfo.InvariantCulture);
            pupils = pupils.Where(p => p.Id == id);
            if (!await pupils.AnyAsync(ct))
                return Refusal.NotFound;
            only = id;
        }

        if (await desk.TooMany(await ThreadRules.Current(db, ct), only is null, ct) is { } flood)
            return flood;
        var to = await db.AddresseesOf(pupils, today, ct);
        if (to.Count == 0)
            return Refusal.Conflict("messages.letter.nobody").Next("messages.letter.nobody.next");
        var picture = await desk.Picture(command.Picture, ct);
        if (picture.Refusal is { } wrong)
            return wrong;

        var letter = new SchoolLetter
        {
            SchoolId = user.PlaceId,
            AccountId = user.AccountId,
            Door = Letters.DoorOf(user)!.Value,
            ClassId = one.ClassId,
            SubjectCode = one.Subject,
            PupilId = only,
            At = clock.GetUtcNow().UtcDateTime,
            Threads = to.Count,
            Unreached = await pupils.CountAsync(ct) - to.Select(t => t.PupilId).Distinct().Count(),
        };
        await desk.Write(letter, to, command.Text, picture.Value, ct);
        return letter.Id;
    }

    private Task<WritableClass?> Find(int classId, string? subject, DateOnly today, CancellationToken ct) =>
        db.WritableClasses(user, classId, string.IsNullOrEmpty(subject) ? null : subject, today).AsNoTracking().FirstOrDefaultAsync(ct);
}
