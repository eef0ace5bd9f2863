from django.db import models


class District(models.Model):
    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=80)

    def __str__(self):
        return self.name


class Enterprise(models.Model):
    tax_code = models.CharField("Mã số thuế", max_length=14, unique=True)
    name = models.CharField("Tên doanh nghiệp", max_length=255)
    address = models.CharField("Địa chỉ", max_length=255)
    district = models.ForeignKey(District, on_delete=models.PROTECT, verbose_name="Huyện")
    vsic = models.CharField("VSIC", max_length=5, db_index=True)
    labour = models.IntegerField("Lao động", null=True)
    revenue = models.DecimalField("Doanh thu", max_digits=18, decimal_places=0, null=True)
    capital = models.DecimalField("Vốn", max_digits=18, decimal_places=0, null=True)
    women_owned = models.BooleanField("DN do phụ nữ làm chủ", default=False)
    innovative = models.BooleanField("Đổi mới sáng tạo", default=False)
    active = models.BooleanField("Đang hoạt động", default=True)

    def __str__(self):
        return self.name


class Support(models.Model):
    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    start = models.DateField()
    end = models.DateField(null=True)
    status = models.CharField(max_length=12)
    cost = models.DecimalField(max_digits=14, decimal_places=0)
    district = models.ForeignKey(District, on_delete=models.PROTECT)
