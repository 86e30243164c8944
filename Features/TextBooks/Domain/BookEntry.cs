using Massar.Infrastructure.Data;
using Massar.Infrastructure.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Massar.Features.TextBooks.Domain;

/// <summary>What a lesson was. The numbers are stored.</summary>
public enum LessonWork : byte
{
    Lesson = 1,
    Exercises = 2,
    Test = 3,
    Support = 4,

    /// <summary>It did not take place; the title says why in few words. No name of a pupil belongs there.</summary>
    NotHeld = 5,
}

/// <summary>One lesson of a class, as the timetable has it on a day.</summary>
/// <param name="Half">0 for the whole class, 1 and 2 for its halves.</param>
/// <param name="Hour">The first hour, M1…S4.</param>
public readonly record struct BookKey(int ClassId, string Subject, int Half, DateOnly Day, string Hour);

/// <summary>The words of an entry: all that may be changed later.</summary>
/// <param name="PlanItemId">The item of the yearly plan it did; null where it left the plan.</param>
/// <param name="Minutes">How long the homework takes, as the teacher judges; null where nothing is said.</param>
public sealed record EntryWords(LessonWork Work, string Title, string? Summary, long? PlanItemId, string? Homework, DateOnly? DueOn, int? Minutes);

/// <summary>
/// An entry of the text book: what one lesson of a class did, and the homework given in it. Stands by day and hour, not by the lesson of the
/// timetable, so that a timetable that changes later moves nothing that was taught.
/// </summary>
public sealed class BookEntry : IVersioned, IInPlace, IOfSchool
{
    public const int TitleLength = 150;
    public const int SummaryLength = 1_000;
    public const int HomeworkLength = 500;
    public const int WhyLength = 200;
    public const int MostMinutes = 300;

    public long Id { get; init; }

    public required int SchoolId { get; init; }

    public required int SchoolYearId { get; init; }

    public required int ClassId { get; init; }

    public required string SubjectCode { get; init; }

    public required int Half { get; init; }

    public required DateOnly Day { get; init; }

    public required string Hour { get; init; }

    public required int Hours { get; init; }

    /// <summary>Who gave the lesson and wrote this.</summary>
    public required long EmployeeId { get; init; }

    public required LessonWork Work { get; set; }

    public required string Title { get; set; }

    public string? Summary { get; set; }

    public long? PlanItemId { get; set; }

    public string? Homework { get; set; }

    /// <summary>A day on which the class has the subject.</summary>
    public DateOnly? DueOn { get; set; }

    public int? Minutes { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime WrittenAt { get; init; }

    public required long WrittenByAccountId { get; init; }

    public int Version { get; set; }

    int IInPlace.PlaceId => SchoolId;

    public BookKey Key => new(ClassId, SubjectCode, Half, Day, Hour);

    public EntryWords Words => new(Work, Title, Summary, PlanItemId, Homework, DueOn, Minutes);

    /// <summary>Changes the words; what they were before is kept, and after the days of free change a reason has to be given.</summary>
    /// <param name="needsReason">The days in which a teacher changes an entry freely are over.</param>
    /// <returns>The former words, or null with the refusal.</returns>
    public EntryChange? Correct(EntryWords to, string? why, bool needsReason, long accountId, DateTime now, out Refusal? refusal)
    {
        refusal = Words == to ? Refusal.Conflict("text-books.unchanged")
            : needsReason && why is null ? Refusal.Invalid("Why", "text-books.why.needed")
            : null;
        if (refusal is not null) return null;
        var was = new EntryChange
        {
            EntryId = Id,
            SchoolId = SchoolId,
            Work = Work,
            Title = Title,
            Summary = Summary,
            Homework = Homework,
            DueOn = DueOn,
            Minutes = Minutes,
            Why = why,
            ChangedAt = now,
            ChangedByAccountId = accountId,
        };
        Put(to);
        return was;
    }

    /// <summary>Sets the words.</summary>
    public BookEntry Put(EntryWords words)
    {
        (Work, Title, Summary, PlanItemId, Homework, DueOn, Minutes) = words;
        return this;
    }
}

/// <summary>What an entry said before it was changed: for the head alone.</summary>
public sealed class EntryChange : IInPlace, IOfSchool
{
    public long Id { get; init; }

    public required long EntryId { get; init; }

    public required int SchoolId { get; init; }

    public required LessonWork Work { get; init; }

    public required string Title { get; init; }

    public string? Summary { get; init; }

    public string? Homework { get; init; }

    public DateOnly? DueOn { get; init; }

    public int? Minutes { get; init; }

    /// <summary>Why it was changed; null within the days of free change.</summary>
    public string? Why { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime ChangedAt { get; init; }

    public required long ChangedByAccountId { get; init; }

    int IInPlace.PlaceId => SchoolId;
}

public sealed class BookEntryConfiguration : IEntityTypeConfiguration<BookEntry>
{
    public void Configure(EntityTypeBuilder<BookEntry> builder)
    {
        builder.Ignore(e => e.Key);
        builder.Ignore(e => e.Words);
        builder.Property(e => e.SubjectCode).IsCode(20);
        builder.Property(e => e.Hour).IsCode(4);
        builder.Property(e => e.Title).HasMaxLength(BookEntry.TitleLength);
        builder.Property(e => e.Summary).HasMaxLength(BookEntry.SummaryLength);
        builder.Property(e => e.Homework).HasMaxLength(BookEntry.HomeworkLength);
        // One entry for a lesson, however many people press at once.
        builder.HasIndex(e => new { e.ClassId, e.Day, e.Hour, e.SubjectCode, e.Half }).IsUnique();
        builder.HasIndex(e => new { e.ClassId, e.DueOn });
        builder.HasIndex(e => new { e.SchoolId, e.Day });
        builder.HasIndex(e => e.PlanItemId);
    }
}

public sealed class EntryChangeConfiguration : IEntityTypeConfiguration<EntryChange>
{
    public void Configure(EntityTypeBuilder<EntryChange> builder)
    {
        builder.ToTable("BookEntryChanges");
        builder.Property(c => c.Title).HasMaxLength(BookEntry.TitleLength);
        builder.Property(c => c.Summary).HasMaxLength(BookEntry.SummaryLength);
        builder.Property(c => c.Homework).HasMaxLength(BookEntry.HomeworkLength);
        builder.Property(c => c.Why).HasMaxLength(BookEntry.WhyLength);
        builder.HasOne<BookEntry>().WithMany().HasForeignKey(c => c.EntryId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(c => new { c.EntryId, c.ChangedAt });
    }
}
