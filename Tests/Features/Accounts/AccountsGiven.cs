using Massar.Features.Accounts.Domain;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Security.Passwords;
using Massar.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Massar.Tests.Features.Accounts;

/// <summary>Passwords, authenticators and codes for the people a test made.</summary>
internal static class AccountsGiven
{
    public const string Password = "quatre mots sans rapport";

    public static Task GivePassword(this MassarApp app, GivenPerson person, string password = Password, Argon2Cost? cost = null)
    {
        var hash = new Argon2PasswordHasher(cost ?? Argon2Cost.Current).Hash(password);
        return app.Write(db => db.Accounts.Where(a => a.Id == person.AccountId).ExecuteUpdateAsync(s => s.SetProperty(a => a.PasswordHash, hash)));
    }

    /// <summary>Sets up an authenticator and answers its secret.</summary>
    public static async Task<byte[]> GiveAuthenticator(this MassarApp app, GivenPerson person)
    {
        var secret = Totp.NewSecret();
        var stored = app.Services.GetRequiredService<SecondFactors>().Seal(person.AccountId, secret);
        await app.Write(db => db.Accounts.Where(a => a.Id == person.AccountId).ExecuteUpdateAsync(s => s.SetProperty(a => a.TotpSecret, stored)));
        return secret;
    }

    public static string CodeOf(byte[] secret, int steps = 0) => Totp.Code(secret, Totp.StepAt(MassarApp.Clock.GetUtcNow()) + steps);

    /// <summary>Fills the sign-in page and follows where it leads.</summary>
    public static async Task<Page> SignsIn(this Visitor visitor, string login, string password = Password, string? back = null)
    {
        var form = await visitor.Open("/accounts/sign-in" + (back is null ? "" : $"?back={Uri.EscapeDataString(back)}"));
        return await form.Submit(("Login", login), ("Password", password));
    }

    public static Task<Account> AccountOf(this MassarApp app, GivenPerson person) =>
        app.Read(db => db.Accounts.AsNoTracking().SingleAsync(a => a.Id == person.AccountId));

    /// <summary>A guardian with a child at a school, and a password.</summary>
    public static async Task<(GivenSchool School, GivenPupil Child, GivenPerson Guardian)> Family(this MassarApp app)
    {
        var school = await app.Given.School();
        var child = await app.Given.Pupil(school);
        var guardian = await app.Given.Guardian(school, child);
        await app.GivePassword(guardian);
        return (school, child, guardian);
    }

    /// <summary>Somebody of the ministry, who manages accounts everywhere.</summary>
    public static Task<GivenPerson> Manager(this MassarApp app, GivenSchool anywhere) =>
        app.Given.Person(Roles.Ministry, new Massar.Features.Schools.Domain.Place
        {
            Id = anywhere.Academy.Id,
            Kind = Massar.Features.Schools.Domain.PlaceKind.Ministry,
            Code = anywhere.Academy.Code,
            NameAr = anywhere.Academy.NameAr,
            NameFr = anywhere.Academy.NameFr,
            Path = anywhere.Academy.Path,
        });

    /// <summary>The current school year, where no other test made it yet.</summary>
    public static Task CurrentYear(this MassarApp app) => app.Write(async db =>
    {
        if (!await db.SchoolYears.AnyAsync(y => y.Id == Given.Year))
            db.SchoolYears.Add(new SchoolYear { Id = Given.Year, StartsOn = new DateOnly(Given.Year, 9, 1), EndsOn = new DateOnly(Given.Year + 1, 8, 31), IsCurrent = true });
        try
        {
            await db.SaveChangesAsync();
        }
        catch (DbUpdateException)
        {
            // Another test made it at the same moment.
        }
    });
}
