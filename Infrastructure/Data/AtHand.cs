using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public static class AtHandRows
{
    /// <summary>
    /// The row of this key when the context tracks it already, for what is told beside a change; null when it would have to be read.
    /// Asks nothing and does not look for changes, as <c>Local</c> by itself does among all tracked rows.
    /// </summary>
    public static T? AtHand<T>(this MassarDb db, object key) where T : class
    {
        var tracker = db.ChangeTracker;
        var looks = tracker.AutoDetectChangesEnabled;
        tracker.AutoDetectChangesEnabled = false;
        try
        {
            return db.Set<T>().Local.FindEntryUntyped([key])?.Entity;
        }
        finally
        {
            tracker.AutoDetectChangesEnabled = looks;
        }
    }
}
