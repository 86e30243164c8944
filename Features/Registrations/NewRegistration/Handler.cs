using System.Globalization;
using Massar.Features.Registrations.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Registrations.NewRegistration;

public sealed record Command(string Language) : ICommand<Begun>;

public sealed record Begun(long Id);

/// <summary>
/// A new draft for the school year whose window is open. A brother or sister listed in an earlier request and old enough by now
/// starts with names and birth date filled, and with what the family said of itself.
/// </summary>
public sealed class Handler(MassarDb db, Family family, TimeProvider clock) : ICommandHandler<Command, Begun>
{
    private const int MostDrafts = 5;

    // Shown again page by page, so what has changed since is seen before it is sent.
    private static readonly string[] SaidOfTheFamily =
        [.. Topics.All.Where(t => t.Code is "guardian" or "father" or "mother" or "tutor" or "area" or "zone").SelectMany(t => t.Fields).SelectMany(f => f.Boxes)];

    public async Task<Outcome<Begun>> Handle(Command command, CancellationToken ct)
    {
        var phone = (await family.Phone(ct))!;
        var now = clock.GetUtcNow().UtcDateTime;
        var windows = await RegistrationWindows.On(db, (int?)null, MoroccanDay.Today(clock), ct);
        if (windows.Open is not { Year: var year })
            return windows.Closed();
        var own = await db.Registrations.AsNoTracking().OfFamily(phone).Select(r => new { r.State, r.Answers, r.ChildAr }).ToListAsync(ct);
        if (own.Count(r => r.State == RegistrationState.Draft) >= MostDrafts)
            return Refusal.Conflict("registrations.too-many-drafts").Next("registrations.too-many-drafts.next");

        var registration = new Registration { SchoolYearId = year, Phone = phone, Language = command.Language, StateSince = now, CreatedAt = now };
        var answers = new Answers();
        var rule = await AgeRule.Of(db, year, ct);
        var sibling = own.Where(r => r.State == RegistrationState.Accepted).SelectMany(r => Siblings(new Answers(r.Answers)))
            .OrderBy(s => s.Birth).FirstOrDefault(s => rule.Judge(s.Birth) != AgeVerdict.TooYoung && own.All(r => r.ChildAr != $"{s.Answers["LastNameAr"]} {s.Answers["FirstNameAr"]}"));
        if (sibling.Answers is not null)
            answers = sibling.Answers;
        registration.Write(answers);
        db.Registrations.Add(registration);
        await db.SaveChangesAsync(ct);
        return new Begun(registration.Id);
    }

    private static IEnumerable<(Answers Answers, DateOnly Birth)> Siblings(Answers from)
    {
        for (var i = 1; i <= Topics.MaxSiblings; i++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"Sibling{i}");
            if (from.Date(prefix + "BirthDate") is not { } birth || !from.Has(prefix + "FirstNameAr"))
                continue;
            var child = from.Only(SaidOfTheFamily);
            foreach (var name in (string[])["FirstNameAr", "LastNameAr", "FirstNameLatin", "LastNameLatin"])
                child[name] = from[prefix + name];
            child.SetDate("BirthDate", birth);
            yield return (child, birth);
        }
    }
}
