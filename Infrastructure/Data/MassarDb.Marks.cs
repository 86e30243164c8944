using Massar.Features.Marks.Domain;
using Microsoft.EntityFrameworkCore;

namespace Massar.Infrastructure.Data;

public sealed partial class MassarDb
{
    public DbSet<Assessment> Assessments => Set<Assessment>();

    public DbSet<Mark> Marks => Set<Mark>();

    public DbSet<CellRemark> CellRemarks => Set<CellRemark>();

    public DbSet<TeacherRemark> TeacherRemarks => Set<TeacherRemark>();

    public DbSet<RemarkPhrase> RemarkPhrases => Set<RemarkPhrase>();

    public DbSet<PublishedResult> PublishedResults => Set<PublishedResult>();

    public DbSet<MarkCorrection> MarkCorrections => Set<MarkCorrection>();

    public DbSet<MarkUpload> MarkUploads => Set<MarkUpload>();

    public DbSet<MarkFolder> MarkFolders => Set<MarkFolder>();

    public DbSet<MarkFolderFile> MarkFolderFiles => Set<MarkFolderFile>();
}
