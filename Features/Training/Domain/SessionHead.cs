namespace Massar.Features.Training.Domain;

/// <summary>A session as pages about it name it.</summary>
public sealed record SessionHead(
    long Id, int Version, TrainingState State, string ThemeAr, string ThemeFr, IReadOnlyList<DateOnly> Days, int FromMinute, int ToMinute, string Venue, string Trainer, string OfficeAr, string OfficeFr, string? Report);
