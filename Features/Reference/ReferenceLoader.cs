using Massar.Features.Reference.Domain;
using Massar.Infrastructure.Commands;
using Massar.Infrastructure.Data;
using Massar.Infrastructure.Seeding;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Massar.Features.Reference;

/// <summary>
/// Brings the delivered facts into the database, after every <c>migrate</c>: adds what is missing, corrects what nobody touched,
/// and leaves alone every row somebody edited (its version is above 0). Running it again changes nothing.
/// </summary>
public sealed class ReferenceLoader(TimeProvider clock) : IAfterMigrate
{
    public Task Run(MassarDb db, CancellationToken ct) => Load(db, MoroccanDay.Today(clock), ct);

    /// <summary>Loads; where no school year is current yet, the one of the given day becomes it.</summary>
    public static async Task Load(MassarDb db, DateOnly today, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            // Two instances that start together must not add the same rows.
            await db.Database.ExecuteSqlRawAsync("DO GET_LOCK(CONCAT(DATABASE(), '.reference'), 60)", ct);
            await new Merge(db, ct).All(ReferenceFiles.Delivered, today);
            await db.Database.ExecuteSqlRawAsync("DO RELEASE_LOCK(CONCAT(DATABASE(), '.reference'))", ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private sealed class Merge(MassarDb db, CancellationToken ct)
    {
        private readonly BulkWriter bulk = new(db);

        public async Task All(ReferenceFiles files, DateOnly today)
        {
            var years = ReferenceFiles.SchoolYears(today).ToList();
            if (await db.SchoolYears.AnyAsync(y => y.IsCurrent, ct))
                years.ForEach(y => y.IsCurrent = false);
            await Rows(years, y => y.Id, corrects: false); // which year is current is the ministry's word
            await Rows(files.Levels(), l => l.Code);
            await Rows(files.Streams(), s => s.Code);
            await Rows(years.SelectMany(y => files.SubjectPlans(y.Id)), p => (p.SchoolYearId, p.LevelCode, p.StreamCode, p.SubjectCode));
            await Rows(years.SelectMany(y => files.Calendar(y.Id)), c => (c.SchoolYearId, c.Code));
            await Rows(years.SelectMany(y => files.Settings(y.Id)), s => (s.SchoolYearId, s.Code));
            await Rows(years.SelectMany(y => files.LeaveTypes(y.Id)), t => (t.SchoolYearId, t.Code));
            await Rows(years.SelectMany(y => files.Contributions(y.Id)), h => (h.SchoolYearId, h.CycleCode, h.Code));
            await Rows(years.SelectMany(y => files.FamilyPapers(y.Id)), p => (p.SchoolYearId, p.EventKind, p.Code));
            await Rows(files.PayLines(), c => c.Code);
            await Rows(files.Grades(), g => g.Code);
            await Rows(ReferenceFiles.EchelonSteps(), s => (s.Echelle, s.Echelon));
            await Rows(files.Nomenclatures(), n => (n.List, n.Code));
            await Rows(files.Places(), p => (p.Kind, p.Code), corrects: false); // names of places change by their own screens
        }

        private async Task Rows<T>(IEnumerable<T> wanted, Func<T, object> key, bool corrects = true) where T : class, IVersioned
        {
            var there = new Dictionary<object, T>();
            foreach (var row in await db.Set<T>().AsNoTracking().ToListAsync(ct))
                there.TryAdd(key(row), row);

            var missing = new List<T>();
            foreach (var row in wanted)
                if (!there.TryGetValue(key(row), out var found))
                    missing.Add(row);
                else if (corrects && found.Version == 0)
                    await Correct(found, row);
            await bulk.Insert(missing, ct);
        }

        // By hand, because saving would raise the version, which says that a person edited the row.
        private async Task Correct<T>(T found, T wanted) where T : class
        {
            var entity = db.Model.FindEntityType(typeof(T))!;
            var keys = entity.FindPrimaryKey()!.Properties;
            var changed = entity.GetProperties()
                .Where(p => !keys.Contains(p) && p.Name != nameof(IVersioned.Version) && !Equals(Value(p, found), Value(p, wanted)))
                .ToList();
            if (changed.Count == 0)
                return;

            var values = changed.Select(p => Value(p, wanted)).Concat(keys.Select(k => Value(k, found))).ToArray();
            var set = string.Join(", ", changed.Select((p, i) => $"`{p.GetColumnName()}` = {{{i}}}"));
            var where = string.Join(" AND ", keys.Select((k, i) => $"`{k.GetColumnName()}` = {{{changed.Count + i}}}"));
#pragma warning disable EF1002 // names of the model's own tables and columns; values are parameters
            await db.Database.ExecuteSqlRawAsync($"UPDATE `{entity.GetTableName()}` SET {set} WHERE {where} AND `Version` = 0", values!, ct);
#pragma warning restore EF1002
        }

        private static object? Value(IProperty property, object row) => property.PropertyInfo!.GetValue(row);
    }
}
