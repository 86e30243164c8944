using Massar.Features.Accounts;
using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Security;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;

namespace Massar.Features.Reference;

/// <summary>The well-known directorate gives its schools some days more for the marks of the first semester.</summary>
public sealed class SeedWindows : ISeed
{
    private const int Days = 5;

    public int Order => 164;

    public async Task Plant(Seeding seeding, CancellationToken ct)
    {
        var year = seeding.Of<SeededYears>().Current.Id;
        var window = await seeding.Db.CalendarEntries.AsNoTracking().SingleAsync(c => c.SchoolYearId == year && c.Code == "marks-s1", ct);
        await seeding.Insert<MovedWindow>([new MovedWindow
        {
            Id = (int)seeding.NextId<MovedWindow>(),
            EntryId = window.Id,
            PlaceId = seeding.Of<SeededAccounts>().Demo(Roles.ProvincialDirector).PlaceId,
            StartsOn = null,
            EndsOn = window.EndsOn.AddDays(Days),
            Reason = "اضطراب جوي وانقطاع الطرق بعدة جماعات",
        }], ct);
    }
}
